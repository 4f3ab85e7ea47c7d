// The receiver's page.

import { byId, figure, show } from "./dom.js";
import { explain } from "./explain.js";
import { count, millis } from "./format.js";
import { Plot } from "./plot.js";
import { ask } from "./socket.js";
import { connectLive } from "./live.js";
import { Events } from "./events.js";
import { Listener } from "./listen.js";
import { Sound } from "./sound.js";

const FIGURES = {
  had: ["Latency", "From the arrival of a typical packet to its sounding, as it is now."],
  chosen: ["Chosen", "The latency that the jitter buffer aims at: what the delays of the last seconds need, or what was asked for."],
  asked: ["Asked", "The fixed latency that was asked for, or the bounds between which it is chosen."],
  jitter: ["Jitter", "How unevenly packets arrive, smoothed (RFC 3550, section 6.4.1)."],
  trip: ["Round trip", "To the sender and back, as RTCP measured it."],
  drift: ["Drift", "By how many millionths the sender's clock is faster than this one's; playing follows it."],
  packets: ["Packets", "Packets of sound that arrived."],
  lost: ["Lost", "Packets that have not come, and were not restored."],
  repaired: ["Repaired", "Packets that came again because they were requested."],
  recovered: ["Recovered", "Packets restored from parity."],
  late: ["Late", "Packets that came after their time, and were not played."],
  concealed: ["Concealed", "Sound that was made up where none was there in time, and in how many gaps."],
};

const figures = {};
for (const [key, [label, words]] of Object.entries(FIGURES)) {
  figures[key] = figure(label, explain(label.toLowerCase(), words));
  byId("figures").append(figures[key].element);
}
const latencies = new Plot(byId("latencies"), ["latency", "chosen", "jitter", "asked"], { format: value => `${Math.round(value)} ms`, least: 20 });
const losses = new Plot(byId("losses"), ["lost", "repaired", "concealed ms"], { format: value => String(Math.round(value)), unit: "a second" });
const sound = new Sound();
const events = new Events(latencies);
let before = null;
let sampledAt = 0;
let isMuted = false;

function fill(history) {
  const { latencyMillis, chosenMillis, jitterMillis, askedMillis, lost, repaired, concealedMillis } = history.figures;
  latencies.fill([latencyMillis, chosenMillis, jitterMillis, askedMillis], history.end);
  losses.fill([lost, repaired, concealedMillis].map(steps), history.end);
}

/** What a counter grew by in each second. */
const steps = values => values.slice(1).map((value, i) => (value === null || values[i] === null ? null : Math.max(0, value - values[i])));

function showState(state) {
  const { latency } = state;
  const isHeard = state.peer !== null;
  byId("peer").className = `state ${isHeard && state.presence === "SENDS" ? "good" : "warn"}`;
  show(byId("peer"), isHeard ? `${state.peer} ${state.presence === "SENDS" ? "is heard" : "is silent"}` : "no sender yet");
  show(figures.had.value, millis(latency.had));
  show(figures.chosen.value, millis(latency.chosen));
  show(figures.asked.value, latency.asked === null ? `${millis(latency.least)} to ${millis(latency.most)}` : millis(latency.asked));
  show(figures.jitter.value, millis(state.jitterMillis));
  show(figures.trip.value, state.roundTripMillis > 0 ? millis(state.roundTripMillis) : "not known");
  show(figures.drift.value, `${state.driftPpm.toFixed(1)} ppm`);
  for (const name of ["packets", "lost", "repaired", "recovered", "late"]) {
    show(figures[name].value, count(state[name]));
  }
  show(figures.concealed.value, `${millis(state.concealedMillis)} in ${count(state.concealments)}`);
  showControls(state);
  sample(state);
}

/** A value a second, as the history has it: none while nobody is heard. */
function sample(state) {
  if (state.at - sampledAt < 950) {
    return;
  }
  sampledAt = state.at;
  const isHeard = state.peer !== null;
  const grown = name => (isHeard && before !== null ? Math.max(0, state[name] - before[name]) : null);
  const { had, chosen, asked } = state.latency;
  latencies.add(isHeard ? [had, chosen, state.jitterMillis, asked] : [null, null, null, asked], state.at);
  losses.add([grown("lost"), isHeard && before !== null ? grown("repaired") + grown("recovered") : null, grown("concealedMillis")], state.at);
  before = isHeard ? state : null;
}

function showControls(state) {
  isMuted = state.mute;
  byId("mute").className = isMuted ? "main" : "";
  show(byId("mute"), isMuted ? "Unmute the receiver" : "Mute the receiver");
  if (document.activeElement !== byId("volume")) {
    byId("volume").value = Math.round(100 * state.volume);
  }
  show(byId("volume-words"), `${Math.round(100 * state.volume)} %`);
}

const live = connectLive("/api/live", {
  async open() {
    try {
      fill(await ask("/api/history"));
    } catch (error) {
      show(byId("connection"), error.message);
    }
  },
  text(message) {
    switch (message.type) {
      case "hello":
        show(byId("name"), `${message.rate} Hz, ${message.channels === 2 ? "stereo" : `${message.channels} channels`}`);
        sound.hello(message.channels);
        listener.connected(message);
        break;
      case "sound": sound.add(message); break;
      case "state": showState(message); break;
      case "events": events.add(message.events); break;
    }
  },
  arrived: () => listener.hasArrived(),
  state: (words, isGood) => show(byId("connection"), isGood ? "" : words),
});
const listener = new Listener(live, new URL("./worklet.js", import.meta.url));

const tell = message => live.send(JSON.stringify(message));
byId("mute").addEventListener("click", () => tell({ type: "mute", on: !isMuted }));
byId("volume").addEventListener("input", () => tell({ type: "volume", value: byId("volume").valueAsNumber / 100 }));
byId("latency").addEventListener("submit", event => {
  event.preventDefault();
  const wanted = byId("latency-millis").value;
  tell({ type: "latency", millis: wanted === "" ? null : Number(wanted) });
});
