// Listen here: what the program plays, in this browser. Nothing sounds before a person clicks.

import { byId, show } from "./dom.js";
import { explain } from "./explain.js";
import { millis } from "./format.js";

const WORDS = {
  "added-label": "From the moment at which the program's own output takes a sample to its sounding here: what waits in this page's buffer, and what the browser says of its output.",
  "held-label": "What waits in this page's buffer, of what it aims at. It grows where the network stalls.",
  "breaks-label": "How often there was nothing to play here, and how much was left out because it came too late or not at all.",
};
const OUTPUT_SECONDS = 0.02; // three times as much are made of it here; less breaks where the machine is busy
const STALL_MILLIS = 1000;

export class Listener {
  /** live: as connectLive returns it; worklet is the address of the module that plays. */
  constructor(live, worklet) {
    this.live = live;
    this.worklet = worklet;
    this.format = null;
    this.context = null;
    this.node = null;
    this.arrived = 0;
    for (const [id, words] of Object.entries(WORDS)) {
      byId(id).append(explain(byId(id).textContent, words));
    }
    byId("listen").addEventListener("click", () => (this.context === null ? this.begin() : this.end()));
    setInterval(() => this.look(), 500);
  }

  /** Called when the connection is there, also after a break. */
  connected(hello) {
    const isOther = this.format !== null && (hello.rate !== this.format.rate || hello.channels !== this.format.channels);
    this.format = hello;
    byId("listen").disabled = false;
    if (this.context !== null && isOther) {
      this.end();
    } else if (this.context !== null) {
      this.ask(true);
    }
  }

  ask(on) {
    this.arrived = performance.now();
    this.live.send(JSON.stringify({ type: "listen", on }));
  }

  async begin() {
    byId("listen").disabled = true;
    try {
      const { rate, channels } = this.format;
      this.context = new AudioContext({ sampleRate: rate, latencyHint: OUTPUT_SECONDS });
      await this.context.audioWorklet.addModule(this.worklet);
      this.node = new AudioWorkletNode(this.context, "paloma-player", {
        numberOfInputs: 0,
        outputChannelCount: [channels],
        processorOptions: { channels },
      });
      this.node.port.onmessage = event => this.told(event.data);
      const pieces = new MessageChannel();
      this.node.port.postMessage(pieces.port1, [pieces.port1]);
      this.live.sound(pieces.port2);
      this.node.connect(this.context.destination);
      await this.context.resume();
      this.ask(true);
      this.shown(true);
    } catch (error) {
      show(byId("listen-state"), `This browser cannot play it: ${error.message}`);
      this.context = null;
    }
    byId("listen").disabled = false;
  }

  end() {
    this.live.send(JSON.stringify({ type: "listen", on: false }));
    this.context.close();
    this.context = null;
    this.node = null;
    this.shown(false);
    show(byId("listen-state"), "");
  }

  shown(isOn) {
    byId("listen").setAttribute("aria-pressed", String(isOn));
    show(byId("listen"), isOn ? "Stop listening" : "Listen here");
  }

  /** Called now and then while sound comes. */
  hasArrived() {
    this.arrived = performance.now();
  }

  told(stats) {
    this.stats = stats;
    if (this.context === null) {
      return;
    }
    const output = 1000 * (this.context.outputLatency || this.context.baseLatency);
    this.addedMillis = stats.heldMillis + output;
    show(byId("added"), millis(this.addedMillis));
    show(byId("held"), `${millis(stats.heldMillis)} of ${millis(stats.targetMillis)}`);
    show(byId("breaks"), `${stats.underruns}, ${millis(stats.missingMillis + stats.skippedMillis)} left out`);
  }

  look() {
    if (this.context === null) {
      return;
    }
    const silent = performance.now() - this.arrived;
    const words = silent > STALL_MILLIS
      ? `Nothing has come for ${(silent / 1000).toFixed(0)} s: the network stalls.`
      : this.context.state === "running" ? "You hear it." : "The browser holds the sound back; click again.";
    show(byId("listen-state"), words);
  }
}
