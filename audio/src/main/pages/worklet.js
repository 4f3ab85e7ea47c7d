// Runs in the browser's sound thread: gets a port by which pieces come, is asked for 128 frames at a time.

import { Playout } from "./playout.js";

const TELL_FRAMES = 8192;

class Player extends AudioWorkletProcessor {
  constructor(options) {
    super();
    const { channels } = options.processorOptions;
    this.playout = new Playout(sampleRate, channels);
    this.toTell = 0;
    this.sounded = null; // when a piece came, and when by the context's clock its end is played
    this.port.onmessage = event => {
      event.data.onmessage = piece => this.take(piece.data);
    };
  }

  take(piece) {
    if (piece === null) {
      this.playout.renew();
    } else {
      this.playout.push(piece.number, piece.samples, piece.at);
    }
  }

  process(inputs, outputs) {
    const frames = outputs[0][0].length;
    this.playout.pull(outputs[0]);
    const passed = this.playout.takePassed();
    if (passed !== null) {
      this.sounded = { at: passed.at, contextTime: currentTime + (frames - passed.ago) / sampleRate };
    }
    this.toTell += frames;
    if (this.toTell >= TELL_FRAMES) {
      this.toTell = 0;
      this.port.postMessage({ ...this.playout.stats(), sounded: this.sounded });
      this.sounded = null;
    }
    return true;
  }
}

registerProcessor("paloma-player", Player);
