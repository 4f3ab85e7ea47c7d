package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/** What the two sides of a transfer say to one another: one datagram, one message, one record. */
public sealed interface Message permits Hello, Versions, Cookie, TransferMessage {
    /** Returns the byte that follows the checksum. */
    int type();

    /** Writes what follows the type byte. */
    void write(ByteBuf out);
}
