package paloma.web;

/** One kind of WebSocket of a site. */
public interface LiveFeed {
    /** Called when a browser has been let in; on the event loop of the web server, which must not wait. */
    ViewerListener open(Viewer viewer);
}
