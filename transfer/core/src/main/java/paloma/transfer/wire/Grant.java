package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;
import java.util.List;

/**
 * Grants a {@link Request}: the payload of the second message of the handshake.
 *
 * <pre>
 *  0      1        21        23     25         33     41       45
 * +------+--------+---------+------+----------+------+--------+----------+----------------
 * | type | cookie | largest | mode | modified | size | credit | held ... | extensions ...
 * +------+--------+---------+------+----------+------+--------+----------+----------------
 *
 * 02                                                type: Grant
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
 * @param facts of the file that is got or listed; those of the Request for a put
 * @param credit how many chunks may be begun in all before more credit comes (unsigned; put)
 * @param held blocks that this side has on its disk: the other proves them by hashes and does not send them (put)
 * @param polite whether this side sends only what nobody else on the path wants, as it was asked to (get, list, fetch)
 */
public record Grant(byte[] cookie, int largestBytes, FileFacts facts, int credit, List<BlockRange> held, boolean polite)
        implements Frame {
    static final int TYPE = 0x02;

    private static final int MIN_BODY_BYTES = Cookie.COOKIE_BYTES + 2 + FileFacts.BYTES + 4 + 1;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        Bytes.write(out, cookie, Cookie.COOKIE_BYTES);
        out.writeShort(largestBytes);
        facts.write(out);
        out.writeInt(credit);
        BlockRange.write(out, held);
        if (polite) {
            Extensions.write(out, Extensions.POLITE);
        }
    }

    static Grant read(ByteBuf in) {
        if (in.readableBytes() < MIN_BODY_BYTES) {
            return null;
        }
        byte[] cookie = Bytes.read(in, Cookie.COOKIE_BYTES);
        int largestBytes = in.readUnsignedShort();
        FileFacts facts = FileFacts.read(in);
        int credit = in.readInt();
        List<BlockRange> held = BlockRange.read(in);
        BitSet extensions = held == null ? null : Extensions.read(in);
        if (facts == null || extensions == null) {
            return null;
        }
        return new Grant(cookie, largestBytes, facts, credit, held, extensions.get(Extensions.POLITE));
    }
}
