// The server's page: shows each state that comes, and hands the parts to those that draw them.

import { byId, make, keep, show } from "./dom.js";
import { moment } from "./format.js";
import { ask, connect } from "./socket.js";
import { Endpoints } from "./endpoints.js";
import { showTransfers, showUploads } from "./transfers.js";
import { Lines } from "./lines.js";
import { Chat } from "./chat.js";

const SHOWN = ["sink", "greet"];
const endpoints = new Endpoints(byId("endpoints"));
const lines = new Lines();
const chat = new Chat();
let started = null;

function showServer(server) {
  show(byId("name"), [server.replica, server.version && `version ${server.version}`].filter(Boolean).join(", "));
  const ready = byId("ready");
  const isWhole = server.ready && server.remarks.length === 0;
  ready.className = `state ${isWhole ? "good" : server.ready ? "warn" : "bad"}`;
  show(ready, `${server.ready ? "ready" : server.reason} since ${moment(server.since)}, started ${moment(server.started)}`);
  keep(byId("remarks"), server.remarks, remark => remark, remark => ({ element: make("li", {}, remark), update() {} }));
}

function showPart(id, isThere) {
  byId(id).hidden = !isThere;
  document.querySelector(`[data-part="${id}"]`).hidden = !isThere;
}

function showState(state) {
  if (state.server.started !== started) {
    started = state.server.started;
    lines.countAnew();
  }
  showServer(state.server);
  endpoints.show(state);
  showPart("lines", state.endpoints.some(endpoint => SHOWN.includes(endpoint.service)));
  showPart("transfers", state.transfers !== null);
  if (state.transfers !== null) {
    showTransfers(state.transfers, state.now);
  }
  showPart("uploads", state.uploads !== null);
  if (state.uploads !== null) {
    showUploads(state.uploads);
  }
  showPart("chat", state.rooms !== null);
  if (state.rooms !== null) {
    chat.showRooms(state.rooms);
  }
}

/** Without a connection nothing is known: what stands here is old. */
function showConnection(words, isGood) {
  show(byId("connection"), isGood ? "" : words);
  if (!isGood) {
    byId("ready").className = "state warn";
    show(byId("ready"), "not known: the figures below are old");
  }
}

connect("/api/live", {
  async open() {
    try {
      endpoints.fill(await ask("/api/history"));
    } catch (error) {
      show(byId("connection"), error.message);
    }
  },
  text(message) {
    if (message.type === "state") {
      showState(message);
    } else if (message.type === "lines") {
      lines.add(message.lines);
    }
  },
  state: showConnection,
});
