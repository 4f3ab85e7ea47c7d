package paloma.web;

/** What is called for one browser, on the event loop of the web server, which must not wait. */
public interface ViewerListener {
    /** Called with a message from the browser, at most {@value ViewerHandler#MAX_MESSAGE_BYTES} bytes of UTF-8. */
    void text(String message);

    /** Called once, when the browser has gone or was closed. */
    void closed();
}
