package paloma.service;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** A datagram, or a line over TCP, and where its answer goes. Used by one thread only: the one that serves it. */
public interface Request {
    /** The bytes that came, 0 to 65,507 of them. The server's: valid until {@code serve} returns, unless retained. */
    ByteBuf payload();

    /** The payload as UTF-8. */
    default String text() {
        return payload().toString(StandardCharsets.UTF_8);
    }

    /** Who asked: an {@link java.net.InetSocketAddress}, or the path of a UNIX socket (empty where it has none). */
    SocketAddress source();

    /** When it came, by {@link System#nanoTime()}. */
    long arrivalNanos();

    /**
     * The most bytes that an answer may have; a longer one is refused and counted. Over UDP a source may be forged,
     * and so an answer is at most three times the size of its request, IP and UDP headers counted on both sides
     * (RFC 9000, section 8.1).
     */
    int answerLimitBytes();

    /**
     * Answers, once at most.
     *
     * @param answer passes to the server, which releases it
     * @throws IllegalStateException when the request has its answer already
     */
    void answer(ByteBuf answer);

    /** Answers with the bytes of the text in UTF-8. */
    default void answer(String text) {
        answer(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    /** Tells that the answer comes after {@code serve} has returned, from any thread. The payload is not kept. */
    Reply answerLater();
}
