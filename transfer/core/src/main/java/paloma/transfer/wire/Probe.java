package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Asks to be acknowledged at once and carries nothing but its size: finds the path MTU (RFC 8899), keeps a silent
 * transfer alive, and asks what has come when acknowledgements stay away.
 *
 * <pre>
 *  5          13       17
 * +----------+--------+-------------
 * | transfer | number | padding ...
 * +----------+--------+-------------
 *
 * 76 67 c3 15                                       crc
 * 12                                                type: Probe
 * 01 23 45 67 89 ab cd ef                           transfer
 * 00 00 00 02                                       number: 2
 * 00 x 15                                           padding up to 32 bytes
 * </pre>
 *
 * @param datagramBytes length of the whole datagram, at least {@link #MIN_BYTES}
 */
public record Probe(long transfer, int number, int datagramBytes) implements TransferMessage {
    static final int TYPE = 0x12;

    public static final int MIN_BYTES = Wire.FRAME_BYTES + 12;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        if (datagramBytes < MIN_BYTES) {
            throw new IllegalArgumentException(datagramBytes + " bytes, at least " + MIN_BYTES + " are needed");
        }
        out.writeLong(transfer).writeInt(number).writeZero(datagramBytes - MIN_BYTES);
    }

    static Probe read(ByteBuf in) {
        int datagramBytes = Wire.FRAME_BYTES + in.readableBytes();
        return datagramBytes < MIN_BYTES ? null : new Probe(in.readLong(), in.readInt(), datagramBytes);
    }
}
