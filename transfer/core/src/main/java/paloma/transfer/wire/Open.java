package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/**
 * Begins a transfer, or joins it again after either side was away.
 *
 * <pre>
 *  5          13       33     34      35        37     39         47
 * +----------+--------+------+-------+---------+------+----------+
 * | transfer | cookie | kind | flags | largest | mode | modified |
 * +----------+--------+------+-------+---------+------+----------+
 *  47     55       59      63            65
 * +------+--------+-------+-------------+----------+
 * | size | credit | limit | name length | name ... |
 * +------+--------+-------+-------------+----------+
 * +-------+-----------------------------------+--------------+-----------
 * | count | held: (first u32, blocks u32) ... | proof length | proof ...
 * +-------+-----------------------------------+--------------+-----------
 *
 * c6 d6 5d 7f                                       crc
 * 04                                                type: Open
 * 01 23 45 67 89 ab cd ef                           transfer
 * 69 5d 2f 80 0c c1 75 b9 c0 f1 b6 a8 31 c3 99 e2   cookie
 * 69 77 26 61
 * 01                                                kind: put
 * 01                                                flags: force
 * 05 c0                                             largest: 1,472 bytes
 * 01 a4                                             mode: 0644
 * 18 86 72 51 ed fa 00 00                           modified: 2026-01-01T00:00:00Z
 * 00 00 00 00 00 00 00 06                           size: 6 bytes
 * 00 00 00 00                                       credit: none, as nothing comes back
 * 00 00 00 00                                       limit: none, for the same reason
 * 00 0f                                             length of the name
 * 6e 6f 74 65 73 2f 74 6f 64 61 79 2e 74 78 74      name: notes/today.txt
 * 00                                                held: no ranges
 * 20                                                length of the proof
 * a4 d1 96 47 76 17 27 94 00 69 62 a0 8d 33 28 f6   proof with the token "sesame"
 * ba ad 5b 2e 83 0b e5 2e e6 88 b0 06 99 fe ec da
 * </pre>
 *
 * @param transfer random, chosen by the client, and all that tells the messages of one transfer from forged ones
 * @param cookie as it came in {@link Cookie} or the last {@link Accept}
 * @param largestBytes the largest datagram payload that this side takes
 * @param facts of the file that is put, else {@link FileFacts#NONE}
 * @param credit how many chunks may be begun in all before more credit comes (unsigned; get and list)
 * @param limitKbit the fastest that the other may send, in kbit/s (unsigned), 0 where there is no bound (get and list)
 * @param name of the file, or, for a list, of a folder ({@code ""} is the root): at most {@link #MAX_NAME_BYTES} bytes
 * @param held blocks that this side has on its disk: the other proves them by hashes and does not send them (get)
 * @param proof {@link OpenProof}, or empty where there is no token
 */
public record Open(
        long transfer,
        byte[] cookie,
        Kind kind,
        boolean force,
        boolean recursive,
        int largestBytes,
        FileFacts facts,
        int credit,
        int limitKbit,
        String name,
        List<BlockRange> held,
        byte[] proof)
        implements TransferMessage {
    static final int TYPE = 0x04;

    public static final int MAX_NAME_BYTES = 768;

    private static final int FORCE = 1;
    private static final int RECURSIVE = 2;
    private static final int MIN_BODY_BYTES =
            Long.BYTES + Cookie.COOKIE_BYTES + 4 + FileFacts.BYTES + 4 + 4 + 2 + 1 + 1;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        writeUnproved(out);
        out.writeByte(proof.length);
        if (proof.length > 0) {
            Bytes.write(out, proof, OpenProof.BYTES);
        }
    }

    /** Writes the body up to before the length of the proof. */
    void writeUnproved(ByteBuf out) {
        if (ByteBufUtil.utf8Bytes(name) > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a name of more than " + MAX_NAME_BYTES + " bytes");
        }
        out.writeLong(transfer);
        Bytes.write(out, cookie, Cookie.COOKIE_BYTES);
        out.writeByte(kind.code()).writeByte((force ? FORCE : 0) | (recursive ? RECURSIVE : 0));
        out.writeShort(largestBytes);
        facts.write(out);
        out.writeInt(credit).writeInt(limitKbit);
        Text.write(out, name);
        BlockRange.write(out, held);
    }

    static Open read(ByteBuf in) {
        if (in.readableBytes() < MIN_BODY_BYTES) {
            return null;
        }
        long transfer = in.readLong();
        byte[] cookie = Bytes.read(in, Cookie.COOKIE_BYTES);
        Kind kind = Kind.of(in.readUnsignedByte());
        int flags = in.readUnsignedByte();
        int largestBytes = in.readUnsignedShort();
        FileFacts facts = FileFacts.read(in);
        int credit = in.readInt();
        int limitKbit = in.readInt();
        String name = Text.read(in, MAX_NAME_BYTES);
        List<BlockRange> held = name == null ? null : BlockRange.read(in);
        byte[] proof = held == null ? null : OpenProof.read(in);
        if (kind == null || flags > (FORCE | RECURSIVE) || facts == null || proof == null) {
            return null;
        }
        boolean force = (flags & FORCE) != 0;
        boolean recursive = (flags & RECURSIVE) != 0;
        return new Open(
                transfer, cookie, kind, force, recursive, largestBytes, facts, credit, limitKbit, name, held, proof);
    }
}
