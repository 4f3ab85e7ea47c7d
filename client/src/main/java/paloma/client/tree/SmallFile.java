package paloma.client.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import paloma.transfer.wire.FileFacts;

/**
 * A file as it was at one moment, read once as a whole.
 *
 * @param content null where it has become too large for that
 */
record SmallFile(FileFacts facts, byte[] content) {
    /** A file that somebody writes is at rest now and then. */
    private static final int ATTEMPTS = 3;

    private static final Set<OpenOption> FOLLOW = Set.of(StandardOpenOption.READ);
    private static final Set<OpenOption> ITSELF = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** @param asOpened whether one that grows meanwhile is taken as long as it was */
    static SmallFile read(Path path, boolean follow, boolean asOpened, int limitBytes) throws LeftOutException {
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                Inode before = Inode.of(path, follow);
                checkKind(before);
                if (before.size() > limitBytes) {
                    return new SmallFile(before.facts(before.size()), null);
                }
                byte[] content = content(path, follow, (int) before.size());
                if (before.equals(Inode.of(path, follow))) {
                    checkSize(before.size(), content.length);
                    return new SmallFile(before.facts(content.length), content);
                }
                if (asOpened && content.length >= before.size()) {
                    byte[] opened = Arrays.copyOf(content, (int) before.size());
                    return new SmallFile(before.facts(opened.length), opened);
                }
            }
        } catch (IOException e) {
            throw LeftOutException.of(e);
        }
        throw new LeftOutException(
                "it changed while it was read; --as-opened sends a file that grows as long as it was");
    }

    /** Checked before opening: opening a pipe would wait for its writer for ever. */
    private static void checkKind(Inode inode) throws LeftOutException {
        if (!inode.isFile()) {
            throw new LeftOutException("it is no file any more");
        }
    }

    /** Files of /proc and /sys say a size that means nothing. */
    private static void checkSize(long said, int read) throws LeftOutException {
        if (said == 0 && read > 0) {
            throw new LeftOutException("it says that it is empty, and is not");
        }
        if (said != read) {
            throw new LeftOutException("it says that it has another size than it has");
        }
    }

    /** Returns the bytes up to one more than expected. */
    private static byte[] content(Path path, boolean follow, int size) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(size + 1);
        try (FileChannel channel = FileChannel.open(path, follow ? FOLLOW : ITSELF)) {
            int count = 0;
            while (count >= 0 && into.hasRemaining()) {
                count = channel.read(into);
            }
        }
        return Arrays.copyOf(into.array(), into.position());
    }
}
