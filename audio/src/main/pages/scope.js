// A file, shown as it would be heard.

import { byId, show } from "./dom.js";
import { connectLive } from "./live.js";
import { Listener } from "./listen.js";
import { Sound } from "./sound.js";

const sound = new Sound();
let held = false;

function showState(state) {
  byId("peer").className = "state good";
  show(byId("peer"), state.file);
  byId("position").max = state.length;
  if (!held) {
    byId("position").value = state.position;
  }
  show(byId("position-words"), `${state.position.toFixed(1)} of ${state.length.toFixed(1)} s`);
}

const live = connectLive("/api/live", {
  text(message) {
    switch (message.type) {
      case "hello":
        show(byId("name"), `${message.rate} Hz, ${message.channels === 2 ? "stereo" : `${message.channels} channels`}`);
        sound.hello(message.channels);
        listener.connected(message);
        break;
      case "sound": sound.add(message); break;
      case "state": showState(message); break;
    }
  },
  arrived: () => listener.hasArrived(),
  state: (words, isGood) => show(byId("connection"), isGood ? "" : words),
});
const listener = new Listener(live, new URL("./worklet.js", import.meta.url));
byId("position").addEventListener("pointerdown", () => { held = true; });
for (const name of ["pointerup", "pointercancel"]) {
  byId("position").addEventListener(name, () => { held = false; });
}
byId("position").addEventListener("change", () => {
  live.send(JSON.stringify({ type: "seek", seconds: Math.min(byId("position").valueAsNumber, byId("position").max - 0.01) }));
});
