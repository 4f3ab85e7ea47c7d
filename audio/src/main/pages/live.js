// The connection of a page with sound, in a worker: pictures that are painted hold up no sound.

import { knownToken } from "./socket.js";

/**
 * Opens a WebSocket in a worker and keeps it open; on is as for connect. What comes as bytes goes to the port that
 * sound(port) was given, as { number, samples }; on.arrived() is called now and then while it does.
 */
export function connectLive(path, on) {
  const worker = new Worker(new URL("./live-worker.js", import.meta.url), { type: "module" });
  worker.onmessage = event => on[event.data.what]?.(...event.data.with);
  worker.postMessage({ path, token: knownToken() });
  return {
    send: text => worker.postMessage({ text }),
    sound: port => worker.postMessage({ port }, [port]),
  };
}
