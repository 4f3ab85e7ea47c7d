package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for chunks again that were bad on the disk or on the way. At least one, at most {@link #MAX_ENTRIES}.
 *
 * <pre>
 *  5          13      14
 * +----------+-------+-----------------------------
 * | transfer | count | (index u32, attempt u8) ...
 * +----------+-------+-----------------------------
 *
 * ff a0 7f 62                                       crc
 * 14                                                type: Repair
 * 01 23 45 67 89 ab cd ef                           transfer
 * 02                                                count
 * 00 00 00 00 01                                    chunk 0, for the first time
 * 00 00 00 04 02                                    chunk 4, for the second time
 * </pre>
 */
public record Repair(long transfer, List<Entry> entries) implements TransferMessage {
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
        out.writeLong(transfer).writeByte(entries.size());
        for (Entry entry : entries) {
            out.writeInt(entry.index).writeByte(entry.attempt);
        }
    }

    static Repair read(ByteBuf in) {
        if (in.readableBytes() < Long.BYTES + 1) {
            return null;
        }
        long transfer = in.readLong();
        int count = in.readUnsignedByte();
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
        return new Repair(transfer, entries);
    }
}
