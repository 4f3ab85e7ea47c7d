// The sender's page: nothing can be changed here.

import { byId, figure, keep, make, show } from "./dom.js";
import { explain } from "./explain.js";
import { count, duration, millis, percent } from "./format.js";
import { Plot } from "./plot.js";
import { ask } from "./socket.js";
import { connectLive } from "./live.js";
import { Events } from "./events.js";
import { Listener } from "./listen.js";
import { Sound } from "./sound.js";

const FIGURES = {
  sentSeconds: ["Sent", "How much sound has left.", value => duration(1000 * value)],
  packets: ["Packets", "Packets that have left, to all receivers together.", count],
  resent: ["Sent again", "Packets that receivers requested and got again.", count],
  resendsRefused: ["Refused", "Requests that were not met: a listener gets at most a third of the stream again.", count],
  parityPackets: ["Parity", "Packets from which receivers restore what is lost.", count],
  droppedChunks: ["Dropped", "Chunks that were late, and not sent.", count],
  listeners: ["Listeners", "Receivers that have reported in the last 15 seconds.", count],
};

const figures = {};
for (const [key, [label, words]] of Object.entries(FIGURES)) {
  figures[key] = figure(label, explain(label.toLowerCase(), words));
  byId("figures").append(figures[key].element);
}
const losses = new Plot(byId("losses"), ["loss", "sent again"], { format: value => value.toFixed(value < 10 ? 1 : 0) });
const sound = new Sound();
const events = new Events(losses);
let before = null;

const steps = values => values.slice(1).map((value, i) => Math.max(0, value - values[i]));

function showState(state) {
  byId("peer").className = "state good";
  show(byId("peer"), `sends to ${state.to.join(", ")} (${state.format})`);
  for (const [key, [, , words]] of Object.entries(FIGURES)) {
    show(figures[key].value, words(state[key]));
  }
  keep(byId("reports"), state.reports, report => report.address, () => new Report());
  show(byId("reports-caption"), state.reports.length === 0 ? "Nobody has reported." : `${state.reports.length === 1 ? "The one that has" : `The ${state.reports.length} that have`} reported lately.`);
  if (before === null || state.at - before.at > 950) {
    const worst = Math.max(0, ...state.reports.map(report => report.lossPercent));
    losses.add([worst, before === null ? 0 : state.resent - before.resent], state.at);
    before = state;
  }
}

class Report {
  constructor() {
    this.cells = [make("td"), make("td", { class: "number" }), make("td", { class: "number" })];
    this.element = make("tr", {}, ...this.cells);
  }

  update(report) {
    const trip = report.roundTripMillis > 0 ? millis(report.roundTripMillis) : "not known";
    [report.address, percent(report.lossPercent), trip].forEach((words, i) => show(this.cells[i], words));
  }
}

const live = connectLive("/api/live", {
  async open() {
    try {
      const { figures: history, end } = await ask("/api/history");
      losses.fill([history.lossPercent.slice(1), steps(history.resent)], end);
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
