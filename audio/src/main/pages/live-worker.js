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
  port?.postMessage({ number, samples }, [samples.buffer]);
  if (performance.now() - toldAt > TELL_MILLIS) {
    toldAt = performance.now();
    tell("arrived");
  }
}

onmessage = event => {
  const { path, token, text, port: given } = event.data;
  if (path !== undefined) {
    useToken(token);
    live = connect(path, {
      open: () => tell("open"),
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
