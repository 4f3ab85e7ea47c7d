// What sink and greet got, as it comes: it can be paused and filtered.

import { byId, make, show } from "./dom.js";
import { clock } from "./format.js";

const MAX_LINES = 500;

export class Lines {
  constructor() {
    this.box = byId("shown-lines");
    this.all = [];
    this.held = 0;
    this.lost = 0;
    this.last = 0;
    byId("pause").addEventListener("click", () => this.pause());
    byId("filter").addEventListener("input", () => this.render());
  }

  add(lines) {
    for (const line of lines) {
      if (line.number <= this.last) {
        continue; // told again after a break
      }
      this.lost += this.last === 0 ? 0 : line.number - this.last - 1;
      this.last = line.number;
      this.all.push(line);
      this.held++;
    }
    this.all = this.all.slice(-MAX_LINES);
    if (!this.isPaused() && this.held > 0) {
      this.append(this.all.slice(-this.held));
      this.held = 0;
    }
    this.tell();
  }

  /** A server that was started again counts from 1. */
  countAnew() {
    this.last = 0;
  }

  isPaused() {
    return byId("pause").getAttribute("aria-pressed") === "true";
  }

  pause() {
    byId("pause").setAttribute("aria-pressed", String(!this.isPaused()));
    if (!this.isPaused()) {
      this.held = 0;
      this.render();
    }
    this.tell();
  }

  fits(line) {
    const wanted = byId("filter").value.toLowerCase();
    return `${line.service} ${line.peer ?? ""} ${line.text}`.toLowerCase().includes(wanted);
  }

  /** Shows all that fits; while it is paused, not what came since. */
  render() {
    this.box.replaceChildren();
    this.append(this.all.slice(0, Math.max(0, this.all.length - (this.isPaused() ? this.held : 0))));
  }

  append(lines) {
    const isAtEnd = this.box.scrollTop + this.box.clientHeight >= this.box.scrollHeight - 8;
    this.box.append(...lines.filter(line => this.fits(line)).map(element));
    while (this.box.childElementCount > MAX_LINES) {
      this.box.firstElementChild.remove();
    }
    if (isAtEnd) {
      this.box.scrollTop = this.box.scrollHeight;
    }
  }

  tell() {
    const words = [];
    if (this.isPaused()) {
      words.push(`paused, ${this.held} more`);
    }
    if (this.lost > 0) {
      words.push(`${this.lost} came too fast for this page`);
    }
    show(byId("lines-state"), words.join("; "));
  }
}

function element(line) {
  const who = line.peer === null ? line.service : `${line.service} ${line.peer}`;
  return make("p", {}, make("time", {}, clock(line.at)), " ", make("span", { class: "peer" }, who), " ", line.text);
}
