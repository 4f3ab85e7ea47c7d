package paloma.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.util.Map;
import java.util.function.Consumer;
import paloma.web.WebCounts.Refusal;

/** Serves a site: its files, its figures and its WebSockets. On threads that may block. */
final class SiteAnswers implements AutoCloseable {
    private static final String API = "/api/";

    /** Nothing from elsewhere, no script or style that does not stand in a file of its own, and no frame around it. */
    private static final Map<String, String> SAFETY = Map.of(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options",
            "nosniff",
            "referrer-policy",
            "no-referrer",
            "cross-origin-opener-policy",
            "same-origin",
            "cross-origin-resource-policy",
            "same-origin");

    private final SiteSettings settings;
    private final Consumer<Throwable> bugs;
    private final Viewers viewers;
    private Site site;
    private boolean closed;

    /** @param bugs called with what a WebSocket of the site throws */
    SiteAnswers(SiteSettings settings, Consumer<Throwable> bugs) {
        this.settings = settings;
        this.bugs = bugs;
        this.viewers = new Viewers(settings.counts());
    }

    /** Returns whether a path belongs to the site, whatever is there. */
    static boolean isOf(String path) {
        return path.equals("/") || path.startsWith(API) || path.startsWith("/pages/") || path.endsWith(".html");
    }

    Reply reply(Asked asked) {
        Answer refusal = settings.access().refusal(asked);
        if (refusal != null) {
            settings.counts().refused(Refusal.ORIGIN);
            return refusal.with(SAFETY);
        }
        Reply reply =
                asked.path().startsWith(API) ? figures(asked) : site().pages().answer(asked);
        if (reply == null) {
            return notFound().with(SAFETY);
        }
        return reply instanceof Answer answer ? answer.with(SAFETY) : reply;
    }

    private Reply figures(Asked asked) {
        if (asked.isUpgrade()) {
            return upgrade(asked);
        }
        Answer refusal = settings.access().refusalOfFigures(asked);
        if (refusal != null) {
            settings.counts().refused(Refusal.TOKEN);
            return refusal;
        }
        Answer answer = site().api(asked.path());
        return answer == null && isLive(asked.path()) ? webSocketsOnly() : answer;
    }

    private boolean isLive(String path) {
        return site().feed(path) != null || site().pipeline(path) != null;
    }

    private Reply upgrade(Asked asked) {
        if (!settings.access().isOwnOrigin(asked, settings.tls() == null ? "http" : "https")) {
            settings.counts().refused(Refusal.ORIGIN);
            return Answer.word(Answer.FORBIDDEN, "a page of another site asked");
        }
        if (!isLive(asked.path())) {
            return null;
        }
        if (!asked.header(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals("13")) {
            return webSocketsOnly();
        }
        if (asked.header(HttpHeaderNames.SEC_WEBSOCKET_KEY).isBlank()) {
            return Answer.word(Answer.BAD_REQUEST, "no Sec-WebSocket-Key");
        }
        return new WebSocketUpgrade(settings, viewers, bugs, site().feed(asked.path()), site().pipeline(asked.path()));
    }

    private static Answer webSocketsOnly() {
        return Answer.word(Answer.UPGRADE_REQUIRED, "open a WebSocket, version 13")
                .with(Map.of("upgrade", HttpHeaderValues.WEBSOCKET.toString(), "sec-websocket-version", "13"));
    }

    private static Answer notFound() {
        return Answer.word(Answer.NOT_FOUND, "there is no such page");
    }

    private synchronized Site site() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (site == null) {
            site = settings.site().get();
        }
        return site;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (site != null) {
            site.close();
        }
    }
}
