package paloma.service;

import io.netty.buffer.ByteBuf;

/**
 * The answer to a request that comes after {@code serve} has returned. Exactly one of these is called, once, from any
 * thread. A second call is a bug of the service: it is logged and changes nothing.
 */
public interface Reply {
    /**
     * Answers.
     *
     * @param answer passes to the server, which releases it; at most {@link Request#answerLimitBytes()} bytes
     */
    void answer(ByteBuf answer);

    /** Ends the request without an answer: over TCP the next line waits for this. */
    void nothing();

    /**
     * Ends the request because the service failed, as an exception out of {@code serve} does: it is counted as {@code failed} and
     * logged once. Over datagrams no answer comes; a TCP connection is closed, for the next answer would be taken for
     * this one.
     */
    void failed(Throwable cause);
}
