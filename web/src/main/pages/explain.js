// A few words on what a figure means, for whoever asks.

import { make } from "./dom.js";

let last = 0;

/** Returns a button that opens and closes the words, which stand behind the element that it is put into. */
export function explain(what, words, element = "dd") {
  const id = `because-${++last}`;
  const text = make(element, { class: "because", id, hidden: "" }, words);
  const button = make("button", { class: "why", type: "button", "aria-expanded": "false", "aria-label": `What is ${what}?` }, "?");
  button.addEventListener("click", () => {
    if (!text.isConnected) {
      button.setAttribute("aria-controls", id);
      button.parentElement.after(text);
    }
    text.hidden = !text.hidden;
    button.setAttribute("aria-expanded", String(!text.hidden));
  });
  return button;
}
