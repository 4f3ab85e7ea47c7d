package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/** One datagram that is not a {@link Packet}: what is said in clear until both sides have keys. */
public sealed interface Message permits Hello, Versions, Cookie, Open, Accept, Hint {
    int type();

    /** Writes what follows the type. */
    void write(ByteBuf out);
}
