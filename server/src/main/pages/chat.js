// The chat: one talks here as in a terminal, with the same commands.

import { byId, keep, make, show } from "./dom.js";
import { connect } from "./socket.js";

const MAX_LINES = 500;
const MAX_NAMES = 12; // a room: one with many must not hide the others
const STILL_HERE_MILLIS = 120_000;

export class Chat {
  constructor() {
    this.connection = null;
    byId("enter").addEventListener("click", () => (this.connection === null ? this.enter() : this.leave()));
    byId("say").addEventListener("submit", event => {
      event.preventDefault();
      if (this.say(byId("word").value)) {
        byId("word").value = "";
      }
    });
    setInterval(() => this.connection?.send("/ping"), STILL_HERE_MILLIS);
  }

  enter() {
    this.connection = connect("/api/chat", {
      raw: true,
      once: true,
      text: line => this.hear(line),
      state: (words, isGood) => isGood || this.hear(`* ${words}`),
      end: () => this.left(),
    });
    this.switched(true);
    byId("word").focus();
  }

  leave() {
    this.connection.close();
    this.hear("* You left.");
    this.left();
  }

  left() {
    this.connection = null;
    this.switched(false);
  }

  switched(isIn) {
    byId("enter").setAttribute("aria-pressed", String(isIn));
    show(byId("enter"), isIn ? "Leave" : "Enter the chat");
    byId("word").disabled = !isIn;
    byId("send").disabled = !isIn;
    for (const button of document.querySelectorAll("#rooms button")) {
      button.disabled = !isIn;
    }
  }

  /** Returns whether it is on its way; else the words stay, to be sent again. */
  say(line) {
    const isSent = line.trim() !== "" && this.connection?.send(line) === true;
    if (!isSent && line.trim() !== "") {
      this.hear("* Not sent: you are not in the chat.");
    }
    return isSent;
  }

  hear(message) {
    const box = byId("said");
    const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 8;
    for (const line of message.replace(/\n$/, "").split("\n")) {
      if (line !== "* pong") {
        box.append(make("p", line.startsWith("*") ? { class: "soft" } : {}, line));
      }
    }
    while (box.childElementCount > MAX_LINES) {
      box.firstElementChild.remove();
    }
    if (isAtEnd) {
      box.scrollTop = box.scrollHeight;
    }
  }

  showRooms(rooms) {
    keep(byId("rooms"), rooms, room => room.name, room => this.room(room));
  }

  room(room) {
    const words = make("span");
    const button = make("button", { type: "button", title: "Go there" }, words);
    button.disabled = this.connection === null;
    button.addEventListener("click", () => this.say(`/join ${room.name}`));
    const people = make("p", { class: "soft" });
    return {
      element: make("li", {}, button, people),
      update(now) {
        show(words, `${now.name} (${now.count})`);
        const named = now.people.slice(0, MAX_NAMES);
        show(people, named.join(", ") + (now.count > named.length ? ` and ${now.count - named.length} more` : ""));
      },
    };
  }
}
