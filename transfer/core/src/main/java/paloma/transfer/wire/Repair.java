package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for chunks again that were bad on the disk or on the way. At least one, at most {@link #MAX_ENTRIES}.
 *
 * <pre>
 *  0      1       2
 * +------+-------+-----------------------------
 * | type | count | (index u32, attempt u8) ...
 * +------+-------+-----------------------------
 *
 * 14                                                type: Repair
 * 02                                                count
 * 00 00 00 00 01                                    chunk 0, for the first time
 * 00 00 00 04 02                                    chunk 4, for the second time
 * </pre>
 */
public record Repair(List<Entry> entries) implements Frame {
    static final int TYPE = 0x14;

    public static final int MAX_ENTRIES = 230;

    private static final int ENTRY_BYTES = 5;

    /**
     * One chunk.
     *
     * @param attempt 1 for the first time that the chunk is asked for again, then 2 and so on
     */
    public record Entry(int index, int attempt) {}

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(entries.size() + " chunks, 1 to " + MAX_ENTRIES + " fit");
        }
        out.writeByte(entries.size());
        for (Entry entry : entries) {
            out.writeInt(entry.index).writeByte(entry.attempt);
        }
    }

    static Repair read(ByteBuf in) {
        int count = in.isReadable() ? in.readUnsignedByte() : 0;
        if (count == 0 || count > MAX_ENTRIES || in.readableBytes() != count * ENTRY_BYTES) {
            return null;
        }
        List<Entry> entries = new ArrayList<>(count);
        while (in.isReadable()) {
            int index = in.readInt();
            if (index < 0 || index >= FileFacts.MAX_CHUNKS) {
                return null;
            }
            entries.add(new Entry(index, in.readUnsignedByte()));
        }
        return new Repair(entries);
    }
}
