package paloma.transfer.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes a whole file, but for pages of zeros: what was a hole stays one, and needs no room. */
final class HoleyWriter {
    private static final int PAGE_BYTES = 4_096;
    private static final Closeable NOTHING = () -> {};

    private HoleyWriter() {}

    /** @param channel of an empty file */
    static void write(FileChannel channel, OpenFile file, ByteBuffer content) throws IOException {
        int size = content.remaining();
        pages(channel, content, 0);
        end(channel, file, size).close();
    }

    /**
     * Makes the file as long as it should be, where it ends with a hole.
     *
     * @return what is to be closed with the channel, as {@link OpenFile#extend} says
     */
    static Closeable end(FileChannel channel, OpenFile file, long size) throws IOException {
        Closeable extension = channel.size() < size ? file.extend(size) : NOTHING;
        if (extension == null) {
            Positioned.write(channel, ByteBuffer.allocate(1), size - 1);
            return NOTHING;
        }
        return extension;
    }

    /** Writes what is no page of zeros to where there is a hole, or nothing yet; leaves the buffer as it was. */
    static void pages(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        ByteBuffer content = bytes.slice();
        int size = content.remaining();
        int from = 0;
        int end = 0;
        for (int page = 0; page < size; page = end) {
            end = Math.min(size, page + PAGE_BYTES);
            if (isHole(content, page, end)) {
                write(channel, content, from, page, at);
                from = end;
            }
        }
        write(channel, content, from, size, at);
    }

    private static void write(FileChannel channel, ByteBuffer content, int from, int to, long at) throws IOException {
        if (from < to) {
            Positioned.write(channel, content.slice(from, to - from), at + from);
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
