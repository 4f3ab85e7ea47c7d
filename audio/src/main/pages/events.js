// What happened, on one time line: as a list, and as marks on a plot.

import { byId, make } from "./dom.js";
import { clock } from "./format.js";

const MAX_LINES = 500;
const COLOURS = {
  concealed: "--bad", lost: "--bad", late: "--warn", dropped: "--bad", repaired: "--good", recovered: "--good",
  resent: "--warn", latency: "--third", sender: "--fourth", listeners: "--fourth", person: "--soft",
};

export class Events {
  /** plot: on which they are marked. */
  constructor(plot) {
    this.plot = plot;
    this.last = { number: 0, at: 0 };
  }

  add(events) {
    const box = byId("events");
    const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 8;
    for (const event of events) {
      if (event.number <= this.last.number && event.at <= this.last.at) {
        continue; // known; a program that was started again counts from 1 again
      }
      this.last = event;
      box.append(make("p", {}, make("time", {}, clock(event.at)), " ", make("strong", {}, event.kind), " ", event.text));
      this.plot.mark(event.at, COLOURS[event.kind] ?? "--soft");
    }
    while (box.childElementCount > MAX_LINES) {
      box.firstElementChild.remove();
    }
    if (isAtEnd) {
      box.scrollTop = box.scrollHeight;
    }
  }
}
