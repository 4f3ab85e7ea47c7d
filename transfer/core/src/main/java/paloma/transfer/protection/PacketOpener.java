package paloma.transfer.protection;

import io.netty.buffer.ByteBuf;
import paloma.transfer.noise.AesGcm;
import paloma.transfer.wire.Packet;

/**
 * Opens the packets of the other side of a connection: each once, and only those that were sealed under its keys. One
 * thread at a time.
 */
public final class PacketOpener {
    private final byte[] associated;
    private final byte[] associatedEarly;
    private final EpochKeys keys;
    private final AesGcm early;
    private final ReplayWindow window = new ReplayWindow();

    /**
     * @param key of the other direction
     * @param earlyKey of what the client sent before it had that, or null where there can be nothing such
     */
    public PacketOpener(long connection, byte[] key, byte[] earlyKey) {
        this(connection, key, earlyKey, EpochKeys.EPOCH_SHIFT);
    }

    PacketOpener(long connection, byte[] key, byte[] earlyKey, int epochShift) {
        associated = PacketSealer.associated(Packet.TYPE, connection);
        associatedEarly = PacketSealer.associated(Packet.EARLY_TYPE, connection);
        keys = new EpochKeys(key, epochShift);
        early = earlyKey == null ? null : new AesGcm(earlyKey);
    }

    /** Returns the largest number that was opened, or -1. */
    public long largest() {
        return window.largest();
    }

    /**
     * Opens a datagram of this connection that {@link Packet#is} one, and reads all of it.
     *
     * @return its number, or -1 where it is not authentic or was opened before: it is to be dropped then
     */
    public long open(ByteBuf datagram) {
        boolean isEarly = Packet.isEarly(datagram);
        long number = window.unwrap(datagram.getInt(datagram.readerIndex() + Packet.ASSOCIATED_BYTES));
        int length = datagram.readableBytes() - Packet.HEADER_BYTES;
        AesGcm key = window.isNew(number) ? key(number, isEarly) : null;
        Scratch scratch = Scratch.ofThread();
        datagram.skipBytes(Packet.HEADER_BYTES).readBytes(scratch.sealed, 0, length);
        int opened = key == null
                ? -1
                : key.open(number, isEarly ? associatedEarly : associated, scratch.sealed, 0, length, scratch.opened);
        if (opened < 0) {
            return -1;
        }
        window.add(number);
        keys.reached(number);
        scratch.openedBuffer.setIndex(0, opened);
        return number;
    }

    /** An early packet renews the keys of the others too, so its number is no freer than theirs. */
    private AesGcm key(long number, boolean isEarly) {
        AesGcm key = keys.of(number);
        return isEarly && key != null ? early : key;
    }

    /** Returns the frame in the packet that this thread opened last, until it opens another. */
    public ByteBuf text() {
        return Scratch.ofThread().openedBuffer;
    }
}
