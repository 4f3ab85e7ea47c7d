package paloma.transfer.protection;

import io.netty.buffer.ByteBuf;
import paloma.transfer.wire.Frame;

/** Numbers the packets of one direction, and protects them. One thread at a time. */
public interface PacketProtection {
    /** Returns the number that the next packet will have. */
    long next();

    /**
     * Called before each packet of a file: leaves a number out now and then, so that who acknowledges it gives away that he
     * acknowledges what he has not seen (RFC 9000, section 21.4).
     */
    void leaveGap();

    /** Writes one whole datagram and returns its length. */
    int seal(Frame frame, ByteBuf out);

    /**
     * Writes one whole datagram with a {@link paloma.transfer.wire.Data} in it and returns its length; makes no garbage of
     * its own.
     */
    int sealData(boolean ackNow, long offset, byte[] source, int from, int length, ByteBuf out);
}
