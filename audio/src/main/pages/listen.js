// Listen here: what the program plays, in this browser. Nothing sounds before a person clicks.

import { byId, show } from "./dom.js";
import { explain } from "./explain.js";
import { millis } from "./format.js";

const WORDS = {
  "added-label": "From the moment at which sound comes to this browser to its sounding, as the browser tells it: what waits in this page's buffer and in the browser's output. The network's way to here, and what a loudspeaker by radio takes, come on top.",
  "held-label": "What waits in this page's buffer, of what it aims at. It grows where the network stalls.",
  "breaks-label": "How often there was nothing to play here, and how much was left out because it came too late or not at all.",
};
const OUTPUT_SECONDS = 0.02; // three times as much are made of it here; less breaks where the machine is busy
const STALL_MILLIS = 1000;
const SMOOTHING = 0.2;

export class Listener {
  /** live: as connectLive returns it; worklet is the address of the module that plays. */
  constructor(live, worklet) {
    this.live = live;
    this.worklet = worklet;
    this.format = null;
    this.context = null;
    this.arrived = 0;
    for (const [id, words] of Object.entries(WORDS)) {
      byId(id).append(explain(byId(id).textContent, words));
    }
    byId("listen").addEventListener("click", () => this.clicked());
    setInterval(() => this.look(), 500);
  }

  /** Called when the connection is there, also after a break. */
  connected(hello) {
    const isOther = this.format !== null && (hello.rate !== this.format.rate || hello.channels !== this.format.channels);
    this.format = hello;
    byId("listen").disabled = false;
    if (this.context !== null && isOther) {
      this.end("The program plays in another format now: click to hear it.");
    } else if (this.context !== null) {
      this.ask(true);
    }
  }

  clicked() {
    if (this.context === null) {
      this.begin();
    } else if (this.isHeldBack()) {
      this.resume();
    } else {
      this.end("");
    }
  }

  ask(on) {
    this.arrived = performance.now();
    this.live.send(JSON.stringify({ type: "listen", on }));
  }

  async begin() {
    const { rate, channels } = this.format;
    byId("listen").disabled = true;
    try {
      const context = new AudioContext({ sampleRate: rate, latencyHint: OUTPUT_SECONDS });
      this.context = context;
      this.addedMillis = null;
      await context.audioWorklet.addModule(this.worklet);
      if (context === this.context) { // not ended meanwhile
        this.play(channels);
        this.resume();
        this.ask(true);
        this.look();
      }
    } catch (error) {
      this.end(`This browser cannot play it: ${error.message}`);
    }
    byId("listen").disabled = false;
  }

  play(channels) {
    const node = new AudioWorkletNode(this.context, "paloma-player", {
      numberOfInputs: 0,
      outputChannelCount: [channels],
      processorOptions: { channels },
    });
    node.port.onmessage = event => this.told(event.data);
    node.onprocessorerror = () => this.end("The sound broke off: click to hear it again.");
    const pieces = new MessageChannel();
    node.port.postMessage(pieces.port1, [pieces.port1]);
    this.live.sound(pieces.port2);
    node.connect(this.context.destination);
  }

  /** May have to wait for a click, or for a device: nothing waits for it here. */
  resume() {
    const { context } = this;
    context.resume().then(() => this.look(), error => context === this.context && this.end(`The browser plays nothing: ${error.message}`));
  }

  /** Whether the browser lets nothing sound: before a click, during a call, without a device. */
  isHeldBack() {
    return this.context.state !== "running";
  }

  end(words) {
    this.live.send(JSON.stringify({ type: "listen", on: false }));
    const { context } = this;
    this.context = null;
    if (context !== null && context.state !== "closed") {
      context.close();
    }
    show(byId("listen"), "Listen here");
    show(byId("listen-state"), words);
  }

  /** Called now and then while sound comes. */
  hasArrived() {
    this.arrived = performance.now();
  }

  told(stats) {
    if (this.context === null) {
      return;
    }
    const added = this.measured(stats.sounded) ?? stats.heldMillis + 1000 * (this.context.outputLatency || this.context.baseLatency);
    this.addedMillis = this.addedMillis === null ? added : this.addedMillis + SMOOTHING * (added - this.addedMillis);
    show(byId("added"), millis(this.addedMillis));
    show(byId("held"), `${millis(stats.heldMillis)} of ${millis(stats.targetMillis)}`);
    show(byId("breaks"), `${stats.underruns}, ${millis(stats.missingMillis + stats.skippedMillis)} left out`);
  }

  /** How long a piece took from its coming to its sounding; null where the browser does not know. */
  measured(sounded) {
    const { contextTime, performanceTime } = this.context.getOutputTimestamp?.() ?? {};
    if (sounded === null || !contextTime || !performanceTime) {
      return null;
    }
    const soundsAt = performance.timeOrigin + performanceTime + 1000 * (sounded.contextTime - contextTime);
    return soundsAt - sounded.at;
  }

  look() {
    if (this.context !== null && this.context.state === "closed") {
      this.end("The browser closed its output: click to hear it again.");
    } else if (this.context !== null) {
      show(byId("listen"), this.isHeldBack() ? "Let it sound" : "Stop listening");
      show(byId("listen-state"), this.words());
    }
  }

  words() {
    if (this.isHeldBack()) {
      return "The browser holds the sound back: click to let it sound.";
    }
    const silent = performance.now() - this.arrived;
    if (silent <= STALL_MILLIS) {
      return "You hear it.";
    }
    return performance.now() - this.live.toldAt <= STALL_MILLIS
      ? "The program plays nothing now."
      : `Nothing has come for ${(silent / 1000).toFixed(0)} s: the network stalls.`;
  }
}
