package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Answers an {@link Open} that is granted.
 *
 * <pre>
 *  5          13       33        35     37         45     53       57
 * +----------+--------+---------+------+----------+------+--------+
 * | transfer | cookie | largest | mode | modified | size | credit |
 * +----------+--------+---------+------+----------+------+--------+
 *  57      58
 * +-------+-----------------------------------
 * | count | held: (first u32, blocks u32) ...
 * +-------+-----------------------------------
 *
 * cf 40 c2 8b                                       crc
 * 05                                                type: Accept
 * 01 23 45 67 89 ab cd ef                           transfer
 * 69 5d 2f 81 92 eb 5f fe e6 ae 2f ec 3a d7 1c 77   cookie for the next Open
 * 75 31 57 8f
 * 05 c0                                             largest: 1,472 bytes
 * 01 a4                                             mode: 0644
 * 18 86 72 51 ed fa 00 00                           modified: 2026-01-01T00:00:00Z
 * 00 00 00 00 00 4c 4b 40                           size: 5,000,000 bytes, that is 5 chunks
 * 00 00 00 10                                       credit: 16 chunks
 * 02                                                held: two ranges
 * 00 00 00 00 00 00 00 20                           from block 0 on 32: all of chunks 0 and 1
 * 00 00 00 30 00 00 00 09                           from block 48 on 9: the first nine of chunk 3
 * </pre>
 *
 * @param cookie for the client's next Open
 * @param largestBytes the largest datagram payload that this side takes
 * @param facts of the file that is got or listed; those of the Open for a put
 * @param credit how many chunks may be begun in all before more credit comes (unsigned; put)
 * @param held blocks that this side has on its disk: the other proves them by hashes and does not send them (put)
 */
public record Accept(long transfer, byte[] cookie, int largestBytes, FileFacts facts, int credit, List<BlockRange> held)
        implements TransferMessage {
    static final int TYPE = 0x05;

    private static final int MIN_BODY_BYTES = Long.BYTES + Cookie.COOKIE_BYTES + 2 + FileFacts.BYTES + 4 + 1;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public boolean wantsAnswer() {
        return false;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(transfer);
        Bytes.write(out, cookie, Cookie.COOKIE_BYTES);
        out.writeShort(largestBytes);
        facts.write(out);
        out.writeInt(credit);
        BlockRange.write(out, held);
    }

    static Accept read(ByteBuf in) {
        if (in.readableBytes() < MIN_BODY_BYTES) {
            return null;
        }
        long transfer = in.readLong();
        byte[] cookie = Bytes.read(in, Cookie.COOKIE_BYTES);
        int largestBytes = in.readUnsignedShort();
        FileFacts facts = FileFacts.read(in);
        int credit = in.readInt();
        List<BlockRange> held = BlockRange.read(in);
        if (facts == null || held == null || in.isReadable()) {
            return null;
        }
        return new Accept(transfer, cookie, largestBytes, facts, credit, held);
    }
}
