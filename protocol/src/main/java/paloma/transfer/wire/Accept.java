package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Answers an {@link Open} that is granted.
 *
 * @param cookie for the client's next Open
 * @param largestBytes the largest datagram payload that this side takes
 * @param facts of the file that is got or listed; those of the Open for a put
 * @param credit how many chunks may be begun in all before more credit comes (unsigned; put)
 * @param held chunks that this side has on its disk: the other proves them by hashes and does not send them (put)
 */
public record Accept(long transfer, byte[] cookie, int largestBytes, FileFacts facts, int credit, List<ChunkRange> held)
        implements Message {
    static final int TYPE = 0x05;

    private static final int LEAST_BODY_BYTES = Long.BYTES + Cookie.COOKIE_BYTES + 2 + FileFacts.BYTES + 4 + 1;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(transfer);
        Bytes.write(out, cookie, Cookie.COOKIE_BYTES);
        out.writeShort(largestBytes);
        facts.write(out);
        out.writeInt(credit);
        ChunkRange.write(out, held);
    }

    static Accept read(ByteBuf in) {
        if (in.readableBytes() < LEAST_BODY_BYTES) {
            return null;
        }
        long transfer = in.readLong();
        byte[] cookie = Bytes.read(in, Cookie.COOKIE_BYTES);
        int largestBytes = in.readUnsignedShort();
        FileFacts facts = FileFacts.read(in);
        int credit = in.readInt();
        List<ChunkRange> held = ChunkRange.read(in);
        if (facts == null || held == null || in.isReadable()) {
            return null;
        }
        return new Accept(transfer, cookie, largestBytes, facts, credit, held);
    }
}
