// Waveform, spectrum, spectrogram and levels of what passes now.

import { byId, make, show } from "./dom.js";
import { decibels } from "./format.js";
import { colour, drawer, redrawn, surface } from "./plot.js";

const LEAST_DB = -90;
const LEAST_HZ = 20;
const MOST_HZ = 20000;
const LEFT = 44;
const BOTTOM = 16;
const TICKS = [50, 100, 200, 500, 1000, 2000, 5000, 10000];
const ROW_SECONDS = 0.05;
const WORDS_MILLIS = 250; // words that change faster are read by nobody
const CALM_MILLIS = 1000; // for who wants little to move

const place = hertz => Math.log(hertz / LEAST_HZ) / Math.log(MOST_HZ / LEAST_HZ);
const share = db => Math.max(0, Math.min(1, 1 - db / LEAST_DB));
const wantsCalm = matchMedia("(prefers-reduced-motion: reduce)");
const hertzWords = hertz => (hertz >= 1000 ? `${hertz / 1000}k` : String(hertz));

/** From the ground to bright yellow over blue and red: dark is silent in both schemes. */
function heat(value) {
  const part = (from, to) => Math.max(0, Math.min(1, (value - from) / (to - from)));
  return [255 * part(0.35, 0.75), 255 * part(0.6, 1), 255 * (part(0.02, 0.35) - 0.8 * part(0.45, 0.8))].map(Math.round);
}

export class Sound {
  constructor() {
    this.last = null;
    this.rows = [];
    this.wave = byId("wave");
    this.spectrum = byId("spectrum");
    this.spectrogram = byId("spectrogram");
    this.levels = [];
    this.toldAt = 0;
    this.drawnAt = 0;
    this.seen = new Set();
    this.redraw = drawer(() => this.draw());
    const watch = new IntersectionObserver(entries => this.look(entries));
    for (const canvas of [this.wave, this.spectrum, this.spectrogram]) {
      canvas.setAttribute("role", "img");
      redrawn(canvas, this.redraw);
      watch.observe(canvas);
    }
    this.image = document.createElement("canvas");
  }

  /** What is scrolled away is not drawn. */
  look(entries) {
    for (const { target, isIntersecting } of entries) {
      isIntersecting ? this.seen.add(target) : this.seen.delete(target);
    }
    this.redraw();
  }

  hello(channels) {
    this.levels = Array.from({ length: channels }, (_, i) => level(channels === 2 ? ["Left", "Right"][i] : `Channel ${i + 1}`));
    byId("levels").replaceChildren(...this.levels.map(each => each.element));
  }

  /** Takes a measurement of the program. */
  add(message) {
    this.last = message;
    this.paint(message.spectrum);
    message.channels.forEach((channel, i) => this.levels[i]?.show(channel));
    const now = performance.now();
    if (now - this.toldAt >= WORDS_MILLIS) {
      this.toldAt = now;
      this.tell(message);
    }
    if (!wantsCalm.matches || now - this.drawnAt >= CALM_MILLIS) {
      this.drawnAt = now;
      this.redraw();
    }
  }

  tell({ channels, peakHz }) {
    const peak = peakHz === null ? "silent" : `${peakHz.toFixed(1)} Hz`;
    show(byId("peak"), peak);
    channels.forEach((channel, i) => this.levels[i]?.tell(channel));
    this.wave.setAttribute("aria-label", `Waveform of this moment, peaks at ${channels.map(each => decibels(each.peak)).join(" and ")}`);
    this.spectrum.setAttribute("aria-label", `Spectrum from 20 Hz to 20 kHz, strongest at ${peak}`);
    this.spectrogram.setAttribute("aria-label", "Spectrogram of the last 30 seconds");
  }

  draw() {
    if (this.last === null) {
      return;
    }
    const pictures = [[this.wave, this.drawWave], [this.spectrum, this.drawSpectrum], [this.spectrogram, this.drawSpectrogram]];
    for (const [canvas, picture] of pictures) {
      if (this.seen.has(canvas)) {
        picture.call(this);
      }
    }
  }

  drawWave() {
    const { context, width, height } = surface(this.wave);
    const { channels } = this.last;
    channels.forEach((channel, i) => {
      const middle = (height * (i + 0.5)) / channels.length;
      const half = height / channels.length / 2 - 2;
      context.fillStyle = colour("--line");
      context.fillRect(0, middle, width, 1);
      context.fillStyle = colour(i % 2 === 0 ? "--first" : "--second");
      const columns = channel.wave.length / 2;
      for (let column = 0; column < columns; column++) {
        const least = channel.wave[2 * column] / 100;
        const most = channel.wave[2 * column + 1] / 100;
        const x = (width * column) / columns;
        context.fillRect(x, middle - most * half, Math.max(1, width / columns), Math.max(1, (most - least) * half));
      }
    });
  }

  drawSpectrum() {
    const { context, width, height } = surface(this.spectrum);
    const area = { x: LEFT, width: width - LEFT - 4, height: height - BOTTOM - 6 };
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = colour("--soft");
    context.strokeStyle = colour("--line");
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const db of [0, -30, -60, -90]) {
      const y = 6 + area.height * (1 - share(db));
      line(context, area.x, y, area.x + area.width, y);
      context.fillText(`${db} dB`, area.x - 4, y);
    }
    context.textAlign = "center";
    for (const hertz of TICKS) {
      const x = area.x + area.width * place(hertz);
      line(context, x, 6, x, 6 + area.height);
      context.fillText(hertzWords(hertz), x, height - BOTTOM / 2);
    }
    context.fillStyle = colour("--first");
    const bands = this.last.spectrum;
    bands.forEach((db, band) => {
      const tall = area.height * share(db);
      context.fillRect(area.x + (area.width * band) / bands.length, 6 + area.height - tall, Math.max(1, area.width / bands.length - 0.5), tall);
    });
  }

  /** Adds a column to the picture, one pixel a band. */
  paint(bands) {
    const columns = 600;
    if (this.image.height !== bands.length) {
      this.image.width = columns;
      this.image.height = bands.length;
    }
    const context = this.image.getContext("2d");
    context.drawImage(this.image, -1, 0);
    const column = context.createImageData(1, bands.length);
    bands.forEach((db, band) => {
      const at = 4 * (bands.length - 1 - band);
      column.data.set([...heat(share(db)), 255], at);
    });
    context.putImageData(column, columns - 1, 0);
  }

  drawSpectrogram() {
    const { context, width, height } = surface(this.spectrogram);
    context.fillStyle = "#000005";
    context.fillRect(LEFT, 0, width - LEFT, height - BOTTOM);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.image, LEFT, 0, width - LEFT, height - BOTTOM);
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = colour("--soft");
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const hertz of [100, 1000, 10000]) {
      context.fillText(hertzWords(hertz), LEFT - 4, (height - BOTTOM) * (1 - place(hertz)));
    }
    context.textAlign = "left";
    context.fillText(`${600 * ROW_SECONDS} s ago`, LEFT, height - BOTTOM / 2);
    context.textAlign = "right";
    context.fillText("now", width - 2, height - BOTTOM / 2);
  }
}

function line(context, x, y, toX, toY) {
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, Math.round(y) + 0.5);
  context.lineTo(Math.round(toX) + 0.5, Math.round(toY) + 0.5);
  context.stroke();
}

function level(name) {
  const meter = make("meter", { min: -60, max: 0, low: -50, high: -3, optimum: -20, value: -60, "aria-label": `Level, ${name}` });
  const words = make("span");
  return {
    element: make("div", {}, make("div", { class: "row" }, make("span", { class: "soft" }, name), words), meter),
    show(channel) {
      meter.value = Math.max(-60, channel.rms);
    },
    tell(channel) {
      show(words, `${decibels(channel.rms)}, peak ${decibels(channel.peak)}`);
    },
  };
}
