package paloma.web;

import io.netty.channel.ChannelPipeline;
import java.util.function.Consumer;

/** What a program shows in a browser. It is made when a browser first asks for something of it. */
public interface Site extends AutoCloseable {
    /** Returns its static files. */
    Pages pages();

    /** Returns the answer for a path under {@code /api/}, or null where there is none; on a thread that may block. */
    Answer api(String path);

    /** Returns what is served over a WebSocket at a path under {@code /api/}, or null. */
    LiveFeed feed(String path);

    /**
     * Returns what adds handlers of the program behind a WebSocket at a path under {@code /api/}, or null. They read each
     * message as a buffer, which they own, and each buffer that they write leaves as one message of text.
     */
    default Consumer<ChannelPipeline> pipeline(String path) {
        return null;
    }

    /** Lets go of everything; no connection is open then. */
    @Override
    void close();
}
