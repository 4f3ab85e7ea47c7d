// The buffer between the network and the browser's sound: what waits, how fast it is played, and what is said of it.
// Knows no browser: the worklet pulls it, tests do too. All positions are frames.

const START_SECONDS = 0.035;
const MOST_SECONDS = 0.5;
const GROWTH_SECONDS = 0.02;
const SHRINK_SECONDS = 0.005;
const CALM_SECONDS = 30; // so long without an underrun, and a little less is tried
const BAND_SECONDS = 0.02; // what is off by less is left alone: equal clocks play bit for bit what was sent
const LEAP_SECONDS = 0.25; // what is off by more is skipped: it would take minutes
const CORRECTION = 0.001; // 1.7 cents
const FADE_SECONDS = 0.005;
const CAPACITY_SECONDS = 4;
const SMOOTHING = 0.02; // of the level, at each pull
const SETTLING_SECONDS = 1; // a sound system that begins takes much at once: what is lacking then says nothing of the network

export class Playout {
  constructor(rate, channels) {
    this.rate = rate;
    this.channels = channels;
    this.capacity = Math.round(CAPACITY_SECONDS * rate);
    this.ring = Array.from({ length: channels }, () => new Float32Array(this.capacity));
    this.fade = Math.round(FADE_SECONDS * rate);
    this.target = Math.round(START_SECONDS * rate);
    this.underruns = 0;
    this.missing = 0;
    this.skipped = 0;
    this.ratio = 1;
    this.begin();
    this.next = null; // the number that the next piece should have
    this.calm = 0;
    this.pulled = 0; // since it began to play first
  }

  begin() {
    this.written = 0;
    this.read = 0; // may lie between two frames
    this.playing = false;
    this.gain = 0;
    this.level = null;
  }

  /** Takes interleaved 16-bit samples, the first of which is the frame of this number. */
  push(number, samples) {
    const frames = samples.length / this.channels;
    if (this.next !== null && number > this.next) {
      const gap = Math.min(number - this.next, this.capacity);
      this.missing += number - this.next;
      this.put(null, gap);
    } else if (this.next !== null && number < this.next) {
      return; // it was played, or its time has passed
    }
    this.next = number + frames;
    this.put(samples, frames);
  }

  put(samples, frames) {
    for (let i = 0; i < frames; i++) {
      const to = (this.written + i) % this.capacity;
      for (let channel = 0; channel < this.channels; channel++) {
        this.ring[channel][to] = samples === null ? 0 : samples[i * this.channels + channel] / 32768;
      }
    }
    this.written += frames;
    if (this.written - this.read > this.capacity) {
      this.skipTo(this.written - this.target);
    }
  }

  get held() {
    return this.written - this.read;
  }

  /** Fills arrays, one a channel, with the next frames; silence where there are none. */
  pull(outputs) {
    const frames = outputs[0].length;
    if (!this.playing && this.gain === 0 && this.held >= this.target + frames) {
      this.playing = true;
      this.level = null;
      this.read = this.written - this.target - frames; // nobody waits for what has gathered
    }
    if (!this.playing && this.gain === 0) {
      outputs.forEach(output => output.fill(0));
      return;
    }
    if (this.playing) {
      this.pulled += frames;
      this.steer(frames);
    }
    for (let i = 0; i < frames; i++) {
      this.frame(outputs, i);
    }
  }

  frame(outputs, i) {
    const isThere = this.held >= 3; // two before and two behind a place between two
    if (!isThere && this.playing) {
      this.playing = false;
      this.calm = 0;
      this.ranOut();
    }
    this.gain = this.playing ? Math.min(1, this.gain + 1 / this.fade) : Math.max(0, this.gain - 1 / this.fade);
    for (let channel = 0; channel < this.channels; channel++) {
      outputs[channel][i] = this.gain === 0 ? 0 : this.at(channel) * this.gain;
    }
    if (isThere) {
      this.advance();
    }
  }

  ranOut() {
    if (this.pulled < SETTLING_SECONDS * this.rate) {
      return;
    }
    this.underruns++;
    this.target = Math.min(this.target + Math.round(GROWTH_SECONDS * this.rate), Math.round(MOST_SECONDS * this.rate));
  }

  /** The sample at the place of reading, by Catmull and Rom where that is between two. */
  at(channel) {
    const ring = this.ring[channel];
    const whole = Math.floor(this.read);
    const part = this.read - whole;
    const sample = offset => ring[(whole + offset + this.capacity) % this.capacity];
    if (part === 0) {
      return sample(0);
    }
    const [a, b, c, d] = [sample(-1), sample(0), sample(1), sample(2)];
    return b + 0.5 * part * (c - a + part * (2 * a - 5 * b + 4 * c - d + part * (3 * (b - c) + d - a)));
  }

  /** A correction that has reached its aim ends at a whole frame, from where samples are as they were sent. */
  advance() {
    const before = this.read;
    this.read += this.ratio;
    if (this.ratio !== 1 && this.ending && Math.floor(this.read) > Math.floor(before) && this.read % 1 < CORRECTION) {
      this.read = Math.floor(this.read);
      this.ratio = 1;
      this.ending = false;
    }
  }

  /** Chooses how fast to play, by what is held in the mean. */
  steer(frames) {
    this.level = this.level === null ? this.held : this.level + SMOOTHING * (this.held - this.level);
    const off = this.level - this.target;
    if (off > LEAP_SECONDS * this.rate) {
      this.skipTo(this.written - this.target);
      return;
    }
    if (this.ratio === 1 && Math.abs(off) > BAND_SECONDS * this.rate) {
      this.ratio = off > 0 ? 1 + CORRECTION : 1 - CORRECTION;
      this.ending = false;
    } else if (this.ratio !== 1 && off > 0 !== this.ratio > 1) {
      this.ending = true;
    }
    this.calm += frames;
    if (this.calm > CALM_SECONDS * this.rate) {
      this.calm = 0;
      this.target = Math.max(Math.round(START_SECONDS * this.rate), this.target - Math.round(SHRINK_SECONDS * this.rate));
    }
  }

  skipTo(place) {
    this.skipped += place - this.read;
    this.read = Math.floor(place);
    this.level = null;
    this.ratio = 1;
    this.gain = 0; // comes in softly
  }

  stats() {
    const millis = frames => (1000 * frames) / this.rate;
    return {
      heldMillis: millis(this.level ?? this.held),
      targetMillis: millis(this.target),
      underruns: this.underruns,
      missingMillis: millis(this.missing),
      skippedMillis: millis(this.skipped),
      ratio: this.ratio,
      playing: this.playing,
    };
  }
}
