package paloma.web;

/** What comes of a request: an answer, or a WebSocket in its place. */
sealed interface Reply permits Answer, Upgrade {}
