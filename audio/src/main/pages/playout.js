// The buffer between the network and the browser's sound: what waits, how fast it is played, and what is said of it.
// Knows no browser: the worklet pulls it, tests do too. All positions are frames.

const START_SECONDS = 0.035;
const MOST_SECONDS = 0.5;
const GROWTH_SECONDS = 0.02;
const SHRINK_SECONDS = 0.005;
const CALM_SECONDS = 30; // so long without need, and a little less is tried
const BAND_SECONDS = 0.02; // what is off by less is left alone: equal clocks play bit for bit what was sent
const MARGIN_SECONDS = 0.015; // should remain when least is held; in Chromium that is 23 ms below the mean, and with 20 ms it was corrected for minutes
const FAR_SECONDS = 0.06; // what is off by more is corrected fast
const LEAP_SECONDS = 0.25; // what is off by more is skipped: it would take minutes
const SLOW = 0.001; // 1.7 cents
const FAST = 0.005; // 9 cents: after the sound system or the network stood still
const FADE_SECONDS = 0.005;
const CAPACITY_SECONDS = 4;
const SMOOTHING = 0.02; // of the level, at each pull
const SETTLING_SECONDS = 1; // a sound system that begins takes much at once: what is lacking then says nothing of the network

export class Playout {
  constructor(rate, channels) {
    this.rate = rate;
    this.channels = channels;
    this.capacity = this.frames(CAPACITY_SECONDS);
    this.ring = Array.from({ length: channels }, () => new Float32Array(this.capacity));
    this.fade = this.frames(FADE_SECONDS);
    this.target = this.frames(START_SECONDS);
    this.written = 0;
    this.read = 0; // may lie between two frames
    this.next = null; // the number that the next piece should have; null: any
    this.soft = 0; // how many frames of the next piece are still to come in softly
    this.playing = false;
    this.gain = 0;
    this.level = null; // what is held, in the mean
    this.ratio = 1;
    this.ending = false;
    this.calm = 0;
    this.pulled = 0; // since it began to play first
    this.underruns = 0;
    this.missing = 0;
    this.skipped = 0;
    this.mark = null; // a place, and when what stands before it came
    this.passed = null;
  }

  frames(seconds) {
    return Math.round(seconds * this.rate);
  }

  /** Says that the connection is a new one: the numbers of its pieces have nothing to do with those before. */
  renew() {
    this.next = null;
  }

  /** Takes interleaved 16-bit samples, the first of which is the frame of this number, and the time of their coming. */
  push(number, samples, at) {
    if (this.next !== null && number < this.next) {
      return; // it was played, or its time has passed
    }
    const gap = this.next === null ? 0 : number - this.next;
    this.missing += gap;
    if (this.written > 0 && (gap > 0 || this.next === null)) {
      this.die(this.playing && gap <= this.frames(LEAP_SECONDS) ? Math.max(this.fade, gap) : this.fade);
    }
    const frames = samples.length / this.channels;
    this.put(frames, (channel, i) => (samples[i * this.channels + channel] / 32768) * this.softness(i));
    this.soft = Math.max(0, this.soft - frames);
    this.next = number + frames;
    this.mark ??= { place: this.written, at };
  }

  /** What was there dies away where nothing follows for so many frames, and what comes then comes softly. */
  die(frames) {
    const last = this.ring.map(ring => ring[(this.written - 1) % this.capacity]);
    this.put(frames, (channel, i) => last[channel] * Math.max(0, 1 - (i + 1) / this.fade));
    this.soft = this.fade;
  }

  softness(i) {
    return Math.min(1, 1 - (this.soft - i) / this.fade);
  }

  put(frames, sample) {
    for (let i = 0; i < frames; i++) {
      const to = (this.written + i) % this.capacity;
      for (let channel = 0; channel < this.channels; channel++) {
        this.ring[channel][to] = sample(channel, i);
      }
    }
    this.written += frames;
    if (this.held > this.capacity) { // nobody pulls
      this.playing = false;
      this.gain = 0;
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
      this.skipTo(this.written - this.target - frames); // nobody waits for what has gathered
      this.playing = true;
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
    this.pass();
  }

  frame(outputs, i) {
    const isThere = this.held >= 3; // two before and two behind a place between two
    if (!isThere && this.playing) {
      this.playing = false;
      this.calm = 0;
      if (this.isSettled) {
        this.underruns++;
        this.aim(this.target + this.frames(GROWTH_SECONDS));
      }
    }
    this.gain = this.playing ? Math.min(1, this.gain + 1 / this.fade) : Math.max(0, this.gain - 1 / this.fade);
    for (let channel = 0; channel < this.channels; channel++) {
      outputs[channel][i] = this.gain === 0 ? 0 : this.at(channel) * this.gain;
    }
    if (isThere) {
      this.advance();
    }
  }

  get isSettled() {
    return this.pulled >= SETTLING_SECONDS * this.rate;
  }

  aim(frames) {
    this.target = Math.max(this.frames(START_SECONDS), Math.min(this.frames(MOST_SECONDS), Math.round(frames)));
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
    if (this.ending && Math.floor(this.read) > Math.floor(before) && this.read % 1 < Math.abs(this.ratio - 1)) {
      this.read = Math.floor(this.read);
      this.ratio = 1;
      this.ending = false;
    }
  }

  /** Chooses how fast to play, by what is held in the mean. */
  steer(frames) {
    this.level = this.level === null ? this.held : this.level + SMOOTHING * (this.held - this.level);
    this.adapt(frames);
    const off = this.level - this.target;
    const side = off > 0 ? 1 : -1;
    if (off > LEAP_SECONDS * this.rate) {
      this.playing = false; // dies away, and begins where it should be
    } else if (Math.abs(off) > BAND_SECONDS * this.rate || (this.ratio - 1) * side > 0) {
      this.ratio = 1 + side * (Math.abs(off) > FAR_SECONDS * this.rate ? FAST : SLOW);
      this.ending = false;
    } else {
      this.ending = this.ratio !== 1;
    }
  }

  /** Aims higher before what comes or is taken unevenly leaves nothing. */
  adapt(frames) {
    const needed = this.level - this.held + MARGIN_SECONDS * this.rate;
    this.calm += frames;
    if (needed > this.target - this.frames(SHRINK_SECONDS)) {
      this.calm = 0;
      this.aim(Math.max(this.target, needed));
    } else if (this.calm > CALM_SECONDS * this.rate) {
      this.calm = 0;
      this.aim(this.target - this.frames(SHRINK_SECONDS));
    }
  }

  /** Goes to a whole frame. */
  skipTo(place) {
    this.skipped += this.isSettled ? place - this.read : 0;
    this.read = place;
    this.level = null;
    this.ratio = 1;
    this.ending = false;
    this.mark = null;
  }

  pass() {
    if (this.mark !== null && this.read >= this.mark.place) {
      this.passed = { at: this.mark.at, ago: this.read - this.mark.place };
      this.mark = null;
    }
  }

  /** Returns when something came that was taken by the last pull, and how many frames before its end; once, then null. */
  takePassed() {
    const { passed } = this;
    this.passed = null;
    return passed;
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
