package paloma.transfer.driver;

import io.netty.buffer.ByteBuf;
import paloma.transfer.protection.PacketOpener;
import paloma.transfer.protection.PacketSealer;
import paloma.transfer.wire.Frame;

/** One direction of a connection whose keys both ends have. */
final class TestKeys {
    private static final long CONNECTION = 7;
    private static final byte[] KEY = new byte[32];

    private final PacketSealer sealer = new PacketSealer(CONNECTION);
    private final PacketOpener opener = new PacketOpener(CONNECTION, KEY, null);

    TestKeys() {
        sealer.established(KEY);
    }

    PacketSealer sealer() {
        return sealer;
    }

    /** Returns the frame of a packet that is authentic. */
    Frame open(ByteBuf packet) {
        if (opener.open(packet) < 0) {
            throw new AssertionError("a packet that does not open");
        }
        return Frame.decode(opener.text());
    }

    /** Hands over a packet, unless it is damaged or a copy. */
    void hand(ByteBuf packet, TransferDriver to, long now) {
        long number = opener.open(packet);
        if (number >= 0) {
            to.take(number, Frame.decode(opener.text()), now);
        }
    }
}
