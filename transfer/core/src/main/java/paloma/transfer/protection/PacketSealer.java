package paloma.transfer.protection;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Packet;

/** Seals the packets of one side of a connection under its keys. */
public final class PacketSealer implements PacketProtection {
    private final long connection;
    private final int epochShift;
    private byte[] associated;
    private final NumberGaps gaps = new NumberGaps();
    private EpochKeys keys;
    private long next;

    /** It has no key yet. */
    public PacketSealer(long connection) {
        this(connection, EpochKeys.EPOCH_SHIFT);
    }

    PacketSealer(long connection, int epochShift) {
        this.connection = connection;
        this.epochShift = epochShift;
    }

    /** Called with the key for what leaves before the second message of the handshake has come. */
    public void early(byte[] key) {
        use(Packet.EARLY_TYPE, key);
    }

    /** Called with the key of this direction, when the handshake is complete; the numbers go on. */
    public void established(byte[] key) {
        use(Packet.TYPE, key);
    }

    /** Returns whether it has a key. */
    public boolean isReady() {
        return keys != null;
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public void leaveGap() {
        next += gaps.isAt(next) ? 1 : 0;
    }

    @Override
    public int seal(Frame frame, ByteBuf out) {
        Scratch scratch = Scratch.ofThread();
        return seal(scratch, Frame.encode(frame, scratch.textBuffer.setIndex(0, 0)), out);
    }

    @Override
    public int sealData(boolean ackNow, long offset, byte[] source, int from, int length, ByteBuf out) {
        Scratch scratch = Scratch.ofThread();
        ByteBuf text = scratch.textBuffer.setIndex(0, 0);
        return seal(scratch, Data.write(text, ackNow, offset, source, from, length), out);
    }

    private int seal(Scratch scratch, int length, ByteBuf out) {
        long number = next++;
        keys.reached(number);
        int sealed = keys.of(number).seal(number, associated, scratch.text, 0, length);
        out.ensureWritable(Packet.HEADER_BYTES + sealed);
        out.writeBytes(associated).writeInt((int) number).writeBytes(scratch.text, 0, sealed);
        return Packet.HEADER_BYTES + sealed;
    }

    private void use(int type, byte[] key) {
        associated = associated(type, connection);
        keys = new EpochKeys(key, epochShift);
    }

    static byte[] associated(int type, long connection) {
        return ByteBuffer.allocate(Packet.ASSOCIATED_BYTES)
                .put((byte) type)
                .putLong(connection)
                .array();
    }
}
