// The connection of a page with sound, in a worker: pictures that are painted hold up no sound.

import { knownToken } from "./socket.js";

/**
 * Opens a WebSocket in a worker and keeps it open; on is as for connect. What comes as bytes goes to the port that
 * sound(port) was given, as { number, samples, at }, and null for each new connection; on.arrived() is called now and
 * then while it does. at is in ms since 1970; toldAt tells when text came last, in ms of performance.now().
 */
export function connectLive(path, on) {
  const worker = new Worker(new URL("./live-worker.js", import.meta.url), { type: "module" });
  const live = {
    toldAt: 0,
    send: text => worker.postMessage({ text }),
    sound: port => worker.postMessage({ port }, [port]),
  };
  worker.onmessage = event => {
    if (event.data.what === "text") {
      live.toldAt = performance.now();
    }
    on[event.data.what]?.(...event.data.with);
  };
  worker.postMessage({ path, token: knownToken() });
  return live;
}
