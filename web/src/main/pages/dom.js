// Elements without HTML in strings: what comes from outside is only ever text.

/** Returns the element with this id. */
export const byId = id => document.getElementById(id);

/** Makes an element with attributes and children; a child that is no node becomes text. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") {
      element.className = value;
    } else if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children);
  return element;
}

/** Sets the text of an element where it differs: an assistive program hears only what is new. */
export function show(element, text) {
  const wanted = String(text);
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

/** Makes a figure of a list of them: returns its parts, the value to be shown later. */
export function figure(label, ...besides) {
  const value = make("dd", {}, "–");
  return { element: make("div", {}, make("dt", {}, label, ...besides), value), value };
}

/**
 * Keeps the children of a parent as the items are: what is there stays, so that focus and selection do too.
 *
 * key(item) names an item, and of those with the same name the first is shown; create(item) returns an object with an
 * element and update(item). What is gone leaves first: else all behind it would be moved, and lose the focus.
 */
export function keep(parent, items, key, create) {
  const old = parent.kept ?? new Map();
  const wanted = new Set(items.map(key));
  for (const [name, view] of old) {
    if (!wanted.has(name)) {
      view.element.remove();
    }
  }
  const kept = new Map();
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    if (kept.has(name)) {
      continue;
    }
    const view = old.get(name) ?? create(item);
    kept.set(name, view);
    view.update(item);
    if (view.element === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(view.element, place);
    }
  }
  parent.kept = kept;
}
