package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;
import java.util.List;

/**
 * What the client wants: the payload of the first message of the handshake.
 *
 * <pre>
 *  0      1      2       3         5      7          15     23       27
 * +------+------+-------+---------+------+----------+------+--------+-------+----------+----------+----------------
 * | type | kind | flags | largest | mode | modified | size | credit | limit | name ... | held ... | extensions ...
 * +------+------+-------+---------+------+----------+------+--------+-------+----------+----------+----------------
 *
 * 01                                                type: Request
 * 01                                                kind: put
 * 01                                                flags: force
 * 05 c0                                             largest: 1,472 bytes
 * 01 a4                                             mode: 0644
 * 18 86 72 51 ed fa 00 00                           modified: 2026-01-01T00:00:00Z
 * 00 00 00 00 00 4c 4b 40                           size: 5,000,000 bytes
 * 00 00 00 00                                       credit: none, as nothing comes back
 * 00 00 00 00                                       limit: none, for the same reason
 * 00 0f                                             length of the name
 * 6e 6f 74 65 73 2f 74 6f 64 61 79 2e 74 78 74      name: notes/today.txt
 * 00                                                held: no ranges
 * </pre>
 *
 * @param kind null where it is one that this version does not know
 * @param largestBytes the largest datagram payload that this side takes
 * @param facts of the file that is put, else {@link FileFacts#NONE}
 * @param credit how many chunks may be begun in all before more credit comes (unsigned; get, list, fetch)
 * @param limitKbit the fastest that the other may send, in kbit/s (unsigned), 0 where there is no bound (get, list, fetch)
 * @param name of the file; for a list, of a folder; for a batch, of the folder that all of its names are relative to
 *     ({@code ""} is the root); for what is fetched, the number of the want: at most {@link #MAX_NAME_BYTES} bytes,
 *     which are mostly UTF-8 and need not be (see {@link NameCodec})
 * @param held what this side has on its disk: the other proves it by hashes and does not send it (get)
 */
public record Request(
        Kind kind,
        RequestFlags flags,
        int largestBytes,
        FileFacts facts,
        int credit,
        int limitKbit,
        String name,
        List<BlockRange> held)
        implements Frame {
    static final int TYPE = 0x01;

    public static final int MAX_NAME_BYTES = 768;

    private static final int MIN_BODY_BYTES = 4 + FileFacts.BYTES + 4 + 4 + 2 + 1;

    public boolean force() {
        return flags.force();
    }

    public boolean recursive() {
        return flags.recursive();
    }

    public boolean follow() {
        return flags.follow();
    }

    public boolean noSync() {
        return flags.noSync();
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeByte(kind.code()).writeByte(flags.bits());
        out.writeShort(largestBytes);
        facts.write(out);
        out.writeInt(credit).writeInt(limitKbit);
        Text.writeName(out, name, MAX_NAME_BYTES);
        BlockRange.write(out, held);
        if (flags.polite()) {
            Extensions.write(out, Extensions.POLITE);
        }
    }

    static Request read(ByteBuf in) {
        if (in.readableBytes() < MIN_BODY_BYTES) {
            return null;
        }
        Kind kind = Kind.of(in.readUnsignedByte());
        RequestFlags flags = RequestFlags.of(in.readUnsignedByte());
        int largestBytes = in.readUnsignedShort();
        FileFacts facts = FileFacts.read(in);
        int credit = in.readInt();
        int limitKbit = in.readInt();
        String name = Text.readName(in, MAX_NAME_BYTES);
        List<BlockRange> held = name == null ? null : BlockRange.read(in);
        BitSet extensions = held == null ? null : Extensions.read(in);
        if (flags == null || facts == null || extensions == null) {
            return null;
        }
        boolean polite = extensions.get(Extensions.POLITE);
        return new Request(kind, flags.withPolite(polite), largestBytes, facts, credit, limitKbit, name, held);
    }
}
