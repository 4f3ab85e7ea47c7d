// Talks to the program: JSON by requests, and one WebSocket that comes back when it is broken off.

const TOKEN_KEY = "paloma-token";
const WRONG_TOKEN = 4401;
const TOO_OFTEN = 4429;
const FULL = 1013;
const REFUSED = { 401: WRONG_TOKEN, 429: TOO_OFTEN }; // how a request is answered, and how a WebSocket is ended
const LONGEST_WAIT_MILLIS = 10_000;

function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // a link that was cut off within a character
  }
}

/** The token stands in the fragment of the link; from there it goes where no history or bookmark keeps it. */
function takeToken() {
  const given = unescaped(location.hash.slice(1));
  if (given.length >= 16) {
    sessionStorage.setItem(TOKEN_KEY, given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(TOKEN_KEY);
}

const isPage = typeof sessionStorage !== "undefined";
let token = isPage ? takeToken() : null;

/** Who opens the link where the page is open already changes its fragment alone. */
function takeAnother() {
  const before = token;
  token = takeToken();
  if (token !== before) {
    location.reload();
  }
}

if (isPage) {
  addEventListener("hashchange", takeAnother);
}

/** The token, for a worker: it has no storage of its own. */
export const knownToken = () => token;

export function useToken(known) {
  token = known;
}

/** Returns what the program answers for a path under /api/. */
export async function ask(path) {
  const answer = await fetch(path, { headers: token === null ? {} : { Authorization: `Bearer ${token}` } });
  if (!answer.ok) {
    const status = REFUSED[answer.status];
    throw new Error(status === undefined ? await answer.text() : reason(status));
  }
  return answer.json();
}

/** What a person can do about a connection that ended, and whether this page does something itself. */
function reason(status, words, isOver) {
  const next = isOver ? "." : "; tried again.";
  switch (status) {
    case WRONG_TOKEN:
      return "The token is missing or wrong: open the link that the program printed at its start.";
    case TOO_OFTEN:
      return `The token was wrong too often; ${isOver ? "wait for" : "tried again in"} a minute.`;
    case FULL:
      return `As many browsers watch as may${next}`;
    default:
      return words ? `The connection ended (${words})${next}` : `No connection${next}`;
  }
}

/**
 * Opens a WebSocket and keeps it open.
 *
 * path: under /api/. on.open(): it is open. on.text(message): parsed JSON, or text where on.raw is set.
 * on.bytes(buffer). on.state(words, isGood): for people. on.once: it does not come back. Returns { send(text), close() }.
 */
export function connect(path, on) {
  let socket = null;
  let wait = 500;
  let timer = 0;
  let closed = false;

  function open() {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      if (token !== null) {
        socket.send(JSON.stringify({ type: "token", token }));
      }
      on.state?.("connected", true);
      on.open?.();
    };
    socket.onmessage = event => {
      wait = 500; // only now: one that is turned away was open for a moment, too
      if (event.data instanceof ArrayBuffer) {
        on.bytes?.(event.data);
      } else {
        on.text?.(on.raw ? event.data : JSON.parse(event.data));
      }
    };
    socket.onclose = event => {
      if (closed) {
        return;
      }
      on.state?.(reason(event.code, event.reason, on.once === true), false);
      on.end?.();
      const pause = event.code === TOO_OFTEN ? 60_000 : wait;
      wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
      if (event.code !== WRONG_TOKEN && !on.once) {
        timer = setTimeout(open, pause);
      }
    };
  }

  open();
  return {
    /** Sends where it is open; returns whether it was. */
    send(text) {
      const isOpen = socket.readyState === WebSocket.OPEN;
      if (isOpen) {
        socket.send(text);
      }
      return isOpen;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket.close();
    },
  };
}
