// Small plots of what happened over time, on a canvas.

const STYLES = [
  { colour: "--first", dash: [] },
  { colour: "--second", dash: [5, 3] },
  { colour: "--third", dash: [2, 3] },
  { colour: "--fourth", dash: [8, 3, 2, 3] },
];
const LEFT = 52;
const BOTTOM = 16;
const TOP = 6;
const MOST_MARKS = 200;

/** Returns a canvas' context, cleared and in CSS pixels, with its size. */
export function surface(canvas) {
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** Returns a colour of the stylesheet. */
export const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Returns 1, 2 or 5 times a power of ten, not less than the value. */
export function ceiling(value) {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999999);
}

/** Runs a drawing once before the next frame, and not where nobody sees it. */
export function drawer(draw) {
  let asked = false;
  return () => {
    if (!asked && !document.hidden) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    }
  };
}

/** Draws again whenever the size or the colours change. */
export function redrawn(canvas, draw) {
  new ResizeObserver(draw).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  document.addEventListener("visibilitychange", draw);
}

/** The last values of some series, a value a step; marks are events that stand across all of them, by the clock of the program. */
export class Plot {
  /** names: what the series are. options: { length, stepSeconds, format(value), unit, least }. */
  constructor(canvas, names, options) {
    this.canvas = canvas;
    this.names = names;
    this.options = { length: 600, stepSeconds: 1, format: String, unit: "", least: 1, ...options };
    this.series = names.map(() => []);
    this.marks = [];
    this.now = null; // the program's time of the last values, in ms
    this.redraw = drawer(() => this.draw());
    canvas.setAttribute("role", "img");
    redrawn(canvas, this.redraw);
  }

  /** Replaces all by arrays of values, oldest first, the last of this time. */
  fill(arrays, at = null) {
    this.now = at;
    this.series = arrays.map(array => array.slice(-this.options.length));
    this.redraw();
  }

  /** Adds a value of this time to each series; null leaves a gap. */
  add(values, at = null) {
    this.now = at;
    values.forEach((value, i) => {
      this.series[i].push(value);
      if (this.series[i].length > this.options.length) {
        this.series[i].shift();
      }
    });
    this.redraw();
  }

  /** Marks a time of the program, in ms. */
  mark(at, colourName) {
    this.marks = [...this.marks, { at, colourName }].slice(-MOST_MARKS);
    this.redraw();
  }

  draw() {
    const { context, width, height } = surface(this.canvas);
    const top = ceiling(Math.max(this.options.least, ...this.series.flat().filter(value => value !== null)));
    const area = { x: LEFT, y: TOP, width: width - LEFT - 4, height: height - TOP - BOTTOM };
    this.axes(context, area, top);
    this.series.forEach((values, i) => this.line(context, area, top, values, STYLES[i]));
    this.markLines(context, area);
    this.describe();
  }

  axes(context, area, top) {
    const { format, length, stepSeconds } = this.options;
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = colour("--soft");
    context.strokeStyle = colour("--line");
    context.lineWidth = 1;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (const share of [0, 0.5, 1]) {
      const y = Math.round(area.y + area.height * (1 - share)) + 0.5;
      context.beginPath();
      context.moveTo(area.x, y);
      context.lineTo(area.x + area.width, y);
      context.stroke();
      context.fillText(format(top * share), area.x - 5, y);
    }
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    context.fillText(`${ago(length * stepSeconds)} ago`, area.x, area.y + area.height + BOTTOM - 3);
    context.textAlign = "right";
    context.fillText("now", area.x + area.width, area.y + area.height + BOTTOM - 3);
  }

  line(context, area, top, values, style) {
    const step = area.width / (this.options.length - 1);
    context.strokeStyle = colour(style.colour);
    context.setLineDash(style.dash);
    context.lineWidth = 1.5;
    context.beginPath();
    let pen = false;
    values.forEach((value, i) => {
      if (value === null) {
        pen = false;
        return;
      }
      const x = area.x + area.width - (values.length - 1 - i) * step;
      const y = area.y + area.height * (1 - value / top);
      pen ? context.lineTo(x, y) : context.moveTo(x, y);
      pen = true;
    });
    context.stroke();
    context.setLineDash([]);
  }

  markLines(context, area) {
    const { length, stepSeconds } = this.options;
    for (const mark of this.marks) {
      const ago = Math.max(0, this.now - mark.at) / 1000 / stepSeconds;
      if (this.now === null || ago > length - 1) {
        continue;
      }
      const x = area.x + area.width * (1 - ago / (length - 1));
      context.strokeStyle = colour(mark.colourName);
      context.beginPath();
      context.moveTo(x, area.y);
      context.lineTo(x, area.y + area.height);
      context.stroke();
    }
  }

  /** What an assistive program says of it. */
  describe() {
    const { format, unit } = this.options;
    const now = this.names.map((name, i) => {
      const value = this.series[i].at(-1);
      return `${name} ${value === undefined || value === null ? "unknown" : format(value)}`;
    });
    this.canvas.setAttribute("aria-label", `${now.join(", ")} ${unit} now`);
  }
}

function ago(seconds) {
  return seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds)} s`;
}
