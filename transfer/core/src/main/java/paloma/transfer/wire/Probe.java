package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Asks to be acknowledged at once and carries nothing but its size: finds the path MTU (RFC 8899), keeps a silent
 * transfer alive, and asks what has come when acknowledgements stay away.
 *
 * <pre>
 *  0      1
 * +------+-------------
 * | type | padding ...
 * +------+-------------
 *
 * 12                                                type: Probe
 * 00 x 3                                            padding
 * </pre>
 *
 * @param paddingBytes as many zeros make the packet that carries it as large as is wanted
 */
public record Probe(int paddingBytes) implements Frame {
    static final int TYPE = 0x12;

    /** The smallest packet that carries one. */
    public static final int MIN_BYTES = Packet.OVERHEAD_BYTES + 1;

    /** Returns the one whose packet has so many bytes, at least {@link #MIN_BYTES}. */
    public static Probe ofPacket(int bytes) {
        return new Probe(bytes - MIN_BYTES);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeZero(paddingBytes);
    }

    static Probe read(ByteBuf in) {
        int paddingBytes = in.readableBytes();
        in.skipBytes(paddingBytes);
        return new Probe(paddingBytes);
    }
}
