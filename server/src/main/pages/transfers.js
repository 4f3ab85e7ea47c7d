// Transfers and uploads: what runs, with its bars, and how the last hundred ended.

import { byId, keep, make, show } from "./dom.js";
import { bytes, duration, millis, moment, percent } from "./format.js";

const cell = (className = "") => make("td", className === "" ? {} : { class: className });
const plural = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

export function showTransfers(transfers, nowMillis) {
  keep(byId("running"), transfers.running, each => each.id, () => new Running(nowMillis));
  for (const row of byId("running").kept.values()) {
    row.at(nowMillis);
  }
  show(byId("running-caption"), transfers.running.length === 0 ? "None runs." : `${plural(transfers.running.length, "transfer")} running.`);
  keep(byId("ended"), transfers.ended, each => `${each.id} ${each.ended}`, () => new Ended());
  show(byId("ended-caption"), transfers.ended.length === 0 ? "None has ended." : transfers.ended.length === 1 ? "The one that ended:" : `The last ${transfers.ended.length} that ended:`);
}

class Running {
  constructor() {
    this.name = cell("name");
    this.bar = make("progress", { max: 1 });
    this.share = make("span");
    this.rate = make("td", { class: "number" }, "–");
    this.loss = cell("number");
    this.roundTrip = cell("number");
    this.peer = cell("short");
    this.element = make("tr", {}, this.name, make("td", { class: "share" }, this.bar, " ", this.share), this.rate, this.loss, this.roundTrip, this.peer);
    this.smooth = null;
  }

  update(transfer) {
    this.transfer = transfer;
    show(this.name, `${transfer.kind} ${transfer.name}`);
    this.bar.setAttribute("aria-label", `Progress of ${transfer.name}`);
    const share = transfer.bytes > 0 ? transfer.doneBytes / transfer.bytes : null;
    if (share === null) {
      this.bar.removeAttribute("value");
    } else {
      this.bar.value = share;
    }
    show(this.share, share === null ? bytes(transfer.doneBytes) : `${percent(100 * share)} of ${bytes(transfer.bytes)}`);
    show(this.loss, percent(transfer.lossPercent));
    show(this.roundTrip, millis(transfer.roundTripMillis));
    show(this.peer, transfer.peer);
  }

  /** The rate is of the last seconds, not of all: one sees at once where it stalls. */
  at(nowMillis) {
    const done = this.transfer.doneBytes;
    if (this.before !== undefined && nowMillis > this.before.at) {
      const now = (1000 * Math.max(0, done - this.before.done)) / (nowMillis - this.before.at);
      this.smooth = this.smooth === null ? now : 0.6 * this.smooth + 0.4 * now;
      show(this.rate, `${bytes(this.smooth)}/s`);
    }
    this.before = { at: nowMillis, done };
  }
}

class Ended {
  constructor() {
    this.cells = [cell("short"), cell("name"), cell("number"), cell("number"), cell("name"), cell("short")];
    this.element = make("tr", {}, ...this.cells);
  }

  update(transfer) {
    const isDone = transfer.outcome.startsWith("done");
    const outcome = make("span", { class: `state ${isDone ? "good" : "bad"}` }, transfer.outcome);
    const values = [moment(transfer.ended), `${transfer.kind} ${transfer.name}`, transfer.bytes === null ? "–" : bytes(transfer.bytes),
      duration(transfer.ended - transfer.started), outcome, transfer.peer];
    if (this.filled !== transfer.ended) {
      values.forEach((value, i) => this.cells[i].replaceChildren(value));
      this.filled = transfer.ended;
    }
  }
}

const STATES = { open: "warn", complete: "good", parked: "bad", dropped: "bad" };
const WORDS = { open: "open", complete: "complete", parked: "kept as a part", dropped: "nothing kept" };

export function showUploads(uploads) {
  keep(byId("upload-rows"), uploads, each => `${each.name} ${each.started} ${each.peer}`, () => new Upload());
  show(byId("uploads-caption"), uploads.length === 0 ? "None yet." : `${uploads.filter(each => each.outcome === "open").length} open; the others have ended.`);
}

class Upload {
  constructor() {
    this.state = make("span");
    this.cells = [make("td", { class: "short" }, this.state), cell("name"), cell("number"), cell("short"), cell("short"), cell("short")];
    this.element = make("tr", {}, ...this.cells);
  }

  update(upload) {
    this.state.className = `state ${STATES[upload.outcome]}`;
    show(this.state, WORDS[upload.outcome]);
    const values = [upload.name, bytes(upload.bytes), moment(upload.started), upload.ended ? moment(upload.ended) : "–", upload.peer];
    values.forEach((value, i) => show(this.cells[i + 1], value));
  }
}
