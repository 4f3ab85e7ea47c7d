package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** Adds up what lies in a folder: files by their size, parts by the chunks that were written, for these leave holes. */
final class FolderSize extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Set<Path> except;
    private long bytes;

    private FolderSize(Path folder, Set<Path> except) {
        this.folder = folder;
        this.except = except;
    }

    /** Returns the bytes of all files but the {@code except} ones. */
    static long of(Path folder, Set<Path> except) throws IOException {
        FolderSize size = new FolderSize(folder, except);
        Files.walkFileTree(folder, size);
        return size.bytes;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !except.contains(file) && !PartNames.isState(file)) {
            bytes += bytes(file, attributes.size());
        }
        return FileVisitResult.CONTINUE;
    }

    private static long bytes(Path file, long size) {
        if (!file.getFileName().toString().endsWith(PartNames.PART)) {
            return size;
        }
        try {
            return PartState.peek(PartNames.stateOf(file), size).bytes();
        } catch (IOException e) {
            return size; // no state, as of a part of one chunk
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (file.equals(folder)) {
            throw e;
        }
        return FileVisitResult.CONTINUE; // removed in the meantime, or not ours, such as lost+found
    }
}
