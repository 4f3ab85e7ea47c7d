package paloma.service;

import io.netty.buffer.ByteBuf;

/** The answer that a service gives after its {@code serve} returned. Exactly one of the two is called, from any thread. */
public interface Reply {
    /** Answers; the buffer passes to the server, which releases it. */
    void answer(ByteBuf answer);

    /** Tells that no answer comes: over TCP the next line waits for this. */
    void nothing();
}
