package paloma.service;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A datagram, or a line over TCP without its line end, and where its answer goes. Used by one thread only, the one that
 * serves it, and only until {@code serve} returns.
 */
public interface Request {
    /**
     * Returns the bytes that came, 0 to 65,507, between reader and writer index. The reader index need not be 0. They are
     * the server's: valid until {@code serve} returns, unless retained; a service may change them in place.
     */
    ByteBuf payload();

    /** Returns the payload as UTF-8; what is not UTF-8 becomes U+FFFD. */
    default String text() {
        return payload().toString(StandardCharsets.UTF_8);
    }

    /**
     * Returns who asked: an {@link java.net.InetSocketAddress}, or a {@code DomainSocketAddress} of Netty with the path
     * of a UNIX socket, empty where the client has bound none and so gets no answer.
     */
    SocketAddress source();

    /** Returns when it came, in nanoseconds on the clock of {@link System#nanoTime()}. */
    long arrivalNanos();

    /**
     * Returns the most bytes that an answer may have; a longer one is dropped and counted as {@code amplification}. Over
     * UDP a source may be forged, and so an answer is at most three times the size of its request, IP and UDP headers
     * counted on both sides (RFC 9000, section 8.1); elsewhere it is {@link Integer#MAX_VALUE}.
     */
    int answerLimitBytes();

    /**
     * Answers, once at most. An answer leaves when {@code serve} has returned; over TCP it gets the line end of its
     * request where it brings none.
     *
     * @param answer passes to the server, which releases it, also when this throws
     * @throws IllegalStateException when the request has its answer already, or is to be answered later
     */
    void answer(ByteBuf answer);

    /** Answers with the text in UTF-8, as {@link #answer(ByteBuf)} does. */
    default void answer(String text) {
        answer(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    /**
     * Postpones the answer until after {@code serve} has returned. The payload is not kept: copy what is needed of it
     * first. Over TCP the next line waits until the reply is made.
     *
     * @return where to answer, once, from any thread
     * @throws IllegalStateException when the request has its answer already, or is to be answered later already, or the
     *     service {@link Service#answersAtOnce() answers at once}
     */
    Reply answerLater();
}
