package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import paloma.transfer.name.PartNames;

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
        if (attributes.isRegularFile() && !except.contains(file) && !isOurNote(file)) {
            bytes += PartNames.isPart(file) ? ofPart(file, attributes.size()) : attributes.size();
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean isOurNote(Path file) {
        return PartNames.isState(file) || PartNames.isNote(file);
    }

    /** Returns the room that a part of this length takes up. */
    static long ofPart(Path part, long length) {
        try {
            return PartState.peekOnDisk(PartNames.stateOf(part), length).bytes();
        } catch (IOException e) {
            return length; // no state, as of a part of one chunk
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
