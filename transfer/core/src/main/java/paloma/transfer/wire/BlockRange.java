package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Parts of a file that follow one another, one at least. */
public record BlockRange(int first, int count) {
    /** As many as {@link Open} has room for in {@value Wire#SAFE_BYTES} bytes, beside the longest name and a proof. */
    public static final int MAX_IN_LIST = 41;

    /** No file has more chunks than this, as none is larger than {@link FileFacts#LIMIT_BYTES}. */
    public static final int MAX_CHUNKS = (int) (FileFacts.LIMIT_BYTES / Wire.CHUNK_BYTES);

    private static final int BYTES = 8;

    static void write(ByteBuf out, List<BlockRange> ranges) {
        if (ranges.size() > MAX_IN_LIST) {
            throw new IllegalArgumentException(ranges.size() + " ranges, at most " + MAX_IN_LIST + " fit");
        }
        out.writeByte(ranges.size());
        for (BlockRange range : ranges) {
            out.writeInt(range.first).writeInt(range.count);
        }
    }

    /** Returns null unless there are whole ranges that ascend and do not touch the same chunk twice. */
    static List<BlockRange> read(ByteBuf in) {
        int size = in.isReadable() ? in.readUnsignedByte() : MAX_IN_LIST + 1;
        if (size > MAX_IN_LIST || in.readableBytes() < size * BYTES) {
            return null;
        }
        List<BlockRange> ranges = new ArrayList<>(size);
        long next = 0;
        for (int i = 0; i < size; i++) {
            long first = in.readUnsignedInt();
            long count = in.readUnsignedInt();
            if (first < next || count == 0 || first + count > MAX_CHUNKS) {
                return null;
            }
            next = first + count;
            ranges.add(new BlockRange((int) first, (int) count));
        }
        return ranges;
    }
}
