package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads and writes at a position of a file, however many steps the system takes for that. */
final class Positioned {
    private Positioned() {}

    /** Fills the buffer as far as the file goes, and returns how many bytes there are in it. */
    static int read(FileChannel channel, ByteBuffer into, long at) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            int read = channel.read(into, at + into.position() - start);
            if (read < 0) {
                break;
            }
        }
        return into.position() - start;
    }

    static void write(FileChannel channel, ByteBuffer from, long at) throws IOException {
        int start = from.position();
        while (from.hasRemaining()) {
            channel.write(from, at + from.position() - start);
        }
    }
}
