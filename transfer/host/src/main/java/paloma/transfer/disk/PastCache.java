package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Opens a file once more so that it is read or written past the page cache (O_DIRECT, open(2)), with buffers from here: what
 * Java makes of those on its heap breaks the thread's next use of a file (JDK 17).
 */
final class PastCache {
    /** A page: a file system that wants more refuses. */
    static final int ALIGN_BYTES = 4_096;

    private static final OpenOption DIRECT = directOption();

    private PastCache() {}

    /** Returns null where that cannot be, as on tmpfs. */
    static FileChannel open(FileChannel file, StandardOpenOption how) {
        Path handle = DIRECT == null ? null : HandlePath.of(file, null);
        try {
            return handle == null ? null : FileChannel.open(handle, how, DIRECT);
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** Returns a direct buffer that begins where a page does. */
    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes + ALIGN_BYTES)
                .alignedSlice(ALIGN_BYTES)
                .slice(0, bytes);
    }

    /** Returns null in a Java that has no such option. */
    private static OpenOption directOption() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            for (Object option : options.getEnumConstants()) {
                if (option.toString().equals("DIRECT")) {
                    return (OpenOption) option;
                }
            }
            return null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
