package paloma.web;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;

/** A browser at the other end of a WebSocket. Any thread. */
public interface Viewer {
    /** The code of RFC 6455, section 7.4.1, for a message that is none of the protocol. */
    int WRONG_MESSAGE = 1008;

    /** Sends text; false where it was dropped whole, because the browser is behind or gone. */
    boolean send(String text);

    /** Sends bytes, which it owns from now on; false where they were dropped whole. */
    boolean send(ByteBuf bytes);

    /** Returns whether the browser takes nothing for now, so that what is sent to it is dropped. */
    boolean isBehind();

    /**
     * Closes the connection.
     *
     * @param status of RFC 6455, section 7.4
     */
    void close(int status, String reason);

    /** Returns the event loop on which its listener is called. */
    EventExecutor executor();

    InetSocketAddress address();
}
