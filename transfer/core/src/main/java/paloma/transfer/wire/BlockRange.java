package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Blocks of a file that follow one another, one at least. */
public record BlockRange(long first, long count) {
    /** So many fit into {@link Request}, in an {@link Open}, beside the longest name. */
    public static final int MAX_IN_LIST = 32;

    /** No file has more blocks than this, as none is larger than {@link FileFacts#LIMIT_BYTES}. */
    public static final long MAX_BLOCKS = FileFacts.LIMIT_BYTES / Wire.BLOCK_BYTES;

    /** The wire has 32 bits for it: one less than the largest file has. */
    public static final long MAX_COUNT = 0xFFFF_FFFFL;

    private static final int BYTES = 8;

    static void write(ByteBuf out, List<BlockRange> ranges) {
        if (ranges.size() > MAX_IN_LIST) {
            throw new IllegalArgumentException(ranges.size() + " ranges, at most " + MAX_IN_LIST + " fit");
        }
        out.writeByte(ranges.size());
        for (BlockRange range : ranges) {
            out.writeInt((int) range.first).writeInt((int) range.count);
        }
    }

    /** Returns null unless there are whole ranges that ascend and do not touch the same block twice. */
    static List<BlockRange> read(ByteBuf in) {
        int size = in.isReadable() ? in.readUnsignedByte() : MAX_IN_LIST + 1;
        if (size > MAX_IN_LIST || in.readableBytes() < size * BYTES) {
            return null;
        }
        List<BlockRange> ranges = new ArrayList<>(size);
        long next = 0;
        for (int i = 0; i < size; i++) {
            BlockRange range = new BlockRange(in.readUnsignedInt(), in.readUnsignedInt());
            if (range.first < next || range.count == 0 || range.first + range.count > MAX_BLOCKS) {
                return null;
            }
            next = range.first + range.count;
            ranges.add(range);
        }
        return ranges;
    }
}
