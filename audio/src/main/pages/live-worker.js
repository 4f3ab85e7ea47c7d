// Holds the connection: hands sound to the sound thread itself, and all else to the page.

import { connect, useToken } from "./socket.js";

const NUMBER_BYTES = 8;
const TELL_MILLIS = 250;

let live = null;
let port = null;
let toldAt = 0;

const tell = (what, ...all) => postMessage({ what, with: all });

/** Takes a message of the program: a number of 8 bytes, then samples of 16 bits, little-endian. */
function play(buffer) {
  const number = Number(new DataView(buffer).getBigUint64(0));
  const samples = new Int16Array(buffer.slice(NUMBER_BYTES));
  const now = performance.now();
  port?.postMessage({ number, samples, at: performance.timeOrigin + now }, [samples.buffer]);
  if (now - toldAt > TELL_MILLIS) {
    toldAt = now;
    tell("arrived");
  }
}

/** The program may be another one by now, which counts from nothing. */
function opened() {
  port?.postMessage(null);
  tell("open");
}

onmessage = event => {
  const { path, token, text, port: given } = event.data;
  if (path !== undefined) {
    useToken(token);
    live = connect(path, {
      open: opened,
      text: message => tell("text", message),
      bytes: play,
      state: (words, isGood) => tell("state", words, isGood),
    });
  } else if (given !== undefined) {
    port = given;
  } else {
    live.send(text);
  }
};
