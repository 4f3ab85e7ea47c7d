// Runs in the browser's sound thread: gets a port by which pieces come, is asked for 128 frames at a time.

import { Playout } from "./playout.js";

const TELL_FRAMES = 8192;

class Player extends AudioWorkletProcessor {
  constructor(options) {
    super();
    const { channels } = options.processorOptions;
    this.playout = new Playout(sampleRate, channels);
    this.toTell = 0;
    this.port.onmessage = event => {
      event.data.onmessage = piece => this.playout.push(piece.data.number, piece.data.samples);
    };
  }

  process(inputs, outputs) {
    this.playout.pull(outputs[0]);
    this.toTell += outputs[0][0].length;
    if (this.toTell >= TELL_FRAMES) {
      this.toTell = 0;
      this.port.postMessage(this.playout.stats());
    }
    return true;
  }
}

registerProcessor("paloma-player", Player);
