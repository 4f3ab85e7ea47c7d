// What is served: a card for each endpoint, with a line to try it, a plot and its figures.

import { figure, keep, make, show } from "./dom.js";
import { explain } from "./explain.js";
import { bytes, count, micros, rate, shortRate } from "./format.js";
import { Plot } from "./plot.js";

const REFUSALS = "Requests that were not served and answers that were not sent, by the reason that /metrics has for it.";
const DROPS = "Datagrams that the kernel threw away because this port's receive buffer was full.";
const HANDLING = "From the arrival of a request to its answer, since the start: half of all were quicker (p50), 99 of 100 (p99). As exact as powers of two.";

export class Endpoints {
  constructor(parent) {
    this.parent = parent;
    this.history = new Map();
  }

  /** Takes the ten minutes before now. */
  fill(history) {
    this.history = new Map(history.endpoints.map(endpoint => [endpoint.url, endpoint]));
    for (const [url, card] of this.parent.kept ?? []) {
      card.fill(this.history.get(url));
    }
  }

  show(state) {
    keep(this.parent, state.endpoints, endpoint => endpoint.url, endpoint => new Card(endpoint, this.history.get(endpoint.url)));
    for (const card of this.parent.kept.values()) {
      card.tick(state.now);
    }
  }
}

class Card {
  constructor(endpoint, history) {
    const canvas = make("canvas");
    const bytesCanvas = make("canvas", { class: "low" });
    this.requests = figure("Requests");
    this.answers = figure("Answers");
    this.in = figure("In");
    this.out = figure("Out");
    this.requestsNow = figure("Requests/s");
    this.inNow = figure("In/s");
    this.outNow = figure("Out/s");
    this.half = figure("p50", explain("p50", HANDLING));
    this.most = figure("p99", explain("p99", HANDLING));
    this.waiting = figure("Waiting");
    this.drops = figure("Kernel drops", explain("kernel drops", DROPS));
    this.refused = figure("Refused", explain("refused", REFUSALS));
    this.reasons = make("p", { class: "soft" });
    const figures = [this.requests, this.answers, this.requestsNow, this.in, this.out, this.waiting, this.inNow, this.outNow,
      this.refused, this.half, this.most, this.drops];
    this.element = make("article", { class: "card", "data-url": endpoint.url },
      make("header", {}, make("h3", {}, `${endpoint.service} `), make("code", { class: "soft" }, endpoint.url)),
      tryLine(endpoint),
      canvas,
      make("ul", { class: "legend" }, make("li", { class: "first" }, "requests"), make("li", { class: "second" }, "answers"),
        make("li", { class: "third" }, "refusals, each a second")),
      bytesCanvas,
      make("ul", { class: "legend" }, make("li", { class: "first" }, "bytes in"), make("li", { class: "second" }, "bytes out, each a second")),
      make("dl", { class: "figures" }, ...figures.map(each => each.element)),
      this.reasons);
    this.plot = new Plot(canvas, ["requests", "answers", "refusals"], { format: shortRate, unit: "a second" });
    this.bytesPlot = new Plot(bytesCanvas, ["in", "out"], { format: bytes, unit: "a second", least: 10 });
    this.fill(history);
  }

  fill(history) {
    if (history) {
      this.plot.fill([history.requests, history.answers, history.refusals]);
      this.bytesPlot.fill([history.requestBytes, history.answerBytes]);
    }
  }

  update(endpoint) {
    this.before = this.now;
    this.now = endpoint;
    this.now.refused = Object.values(endpoint.refusals).reduce((all, each) => all + each, 0);
    show(this.requests.value, count(endpoint.requests));
    show(this.answers.value, count(endpoint.answers));
    show(this.in.value, bytes(endpoint.requestBytes));
    show(this.out.value, bytes(endpoint.answerBytes));
    show(this.waiting.value, count(endpoint.waiting));
    show(this.drops.value, endpoint.kernelDrops === null ? "none counted" : count(endpoint.kernelDrops));
    show(this.refused.value, count(this.now.refused));
    const { handling } = endpoint;
    show(this.half.value, handling.count === 0 ? "–" : micros(handling.p50Micros));
    show(this.most.value, handling.count === 0 ? "–" : micros(handling.p99Micros));
    const reasons = Object.entries(endpoint.refusals).map(([reason, times]) => `${reason} ${count(times)}`);
    show(this.reasons, reasons.length === 0 ? "" : `Refused: ${reasons.join(", ")}`);
  }

  /** Adds a second to the plot: what came since the state before. */
  tick(nowMillis) {
    if (this.before && nowMillis > this.at) {
      const seconds = (nowMillis - this.at) / 1000;
      const per = name => Math.max(0, this.now[name] - this.before[name]) / seconds;
      this.plot.add([per("requests"), per("answers"), per("refused")]);
      this.bytesPlot.add([per("requestBytes"), per("answerBytes")]);
      show(this.requestsNow.value, rate(per("requests")));
      show(this.inNow.value, `${bytes(per("requestBytes"))}/s`);
      show(this.outNow.value, `${bytes(per("answerBytes"))}/s`);
    }
    this.at = nowMillis;
  }
}

function tryLine(endpoint) {
  const copy = make("button", { class: "small", type: "button", "aria-label": `Copy the line for ${endpoint.url}` }, "Copy");
  const line = make("code", {}, endpoint.try);
  copy.addEventListener("click", async () => {
    show(copy, (await copied(endpoint.try, line)) ? "Copied" : "Marked");
    setTimeout(() => show(copy, "Copy"), 2000);
  });
  return make("div", { class: "try" }, line, copy);
}

/** The clipboard is there for pages over HTTPS and of this machine only; elsewhere the line is selected. */
async function copied(text, line) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(line);
    return false;
  }
}
