package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes a whole file, but for pages of zeros: what was a hole stays one, and needs no room. */
final class HoleyWriter {
    private static final int PAGE_BYTES = 4_096;

    private HoleyWriter() {}

    /** @param channel of an empty file */
    static void write(FileChannel channel, OpenFile file, ByteBuffer content) throws IOException {
        int size = content.remaining();
        int from = 0;
        int end = 0;
        for (int page = 0; page < size; page = end) {
            end = Math.min(size, page + PAGE_BYTES);
            if (isHole(content, page, end)) {
                write(channel, content, from, page);
                from = end;
            }
        }
        write(channel, content, from, size);
        if (from == size && size > 0 && !file.extend(size)) {
            write(channel, content, size - 1, size);
        }
    }

    private static void write(FileChannel channel, ByteBuffer content, int from, int to) throws IOException {
        if (from < to) {
            Positioned.write(channel, content.slice(from, to - from), from);
        }
    }

    private static boolean isHole(ByteBuffer content, int from, int to) {
        if (to - from < PAGE_BYTES) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (content.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
