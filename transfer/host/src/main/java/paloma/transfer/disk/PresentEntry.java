package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import paloma.transfer.Sha256;
import paloma.transfer.name.NameBytes;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.FileFacts;

/** Compares what is at a place with an entry of a tree; reads no more than it must, and follows no link. */
final class PresentEntry {
    private static final long NANOS_PER_MICRO = 1_000;

    private PresentEntry() {}

    /** Returns the attributes of what is at a place itself, or null where there is nothing. */
    static BasicFileAttributes attributes(Place place) throws IOException {
        try {
            return DiskFile.attributes(place.path(), LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Returns what is to be done about a file or a link.
     *
     * @param found null where there is nothing
     * @param force whether it may replace what is there
     */
    static Verdict verdict(Place place, BasicFileAttributes found, TreeEntry entry, boolean force) throws IOException {
        boolean isFile = entry.kind() == TreeEntry.Kind.FILE;
        Verdict fresh = isFile ? Verdict.WANTED : Verdict.CHANGE;
        if (found == null) {
            return fresh;
        }
        if (found.isDirectory()) {
            return Verdict.KIND;
        }
        if (found.isOther()) {
            return Verdict.SPECIAL;
        }
        if (isFile ? isEqualFile(place, found, entry) : isEqualLink(place, found, entry)) {
            return hasFacts(found, entry.facts()) ? Verdict.SAME : Verdict.CHANGE;
        }
        return force ? fresh : Verdict.EXISTS;
    }

    /**
     * Returns what is to be done about a folder, or its facts.
     *
     * @param found null where there is nothing
     */
    static Verdict folder(BasicFileAttributes found, TreeEntry entry) {
        if (found == null) {
            return Verdict.CHANGE;
        }
        if (!found.isDirectory()) {
            return Verdict.KIND;
        }
        boolean isDone = entry.kind() == TreeEntry.Kind.FOLDER || hasFacts(found, entry.facts());
        return isDone ? Verdict.SAME : Verdict.CHANGE;
    }

    private static boolean isEqualFile(Place place, BasicFileAttributes found, TreeEntry entry) throws IOException {
        return found.isRegularFile()
                && found.size() == entry.facts().size()
                && Arrays.equals(hash(place, (int) found.size()), entry.sha256());
    }

    /** Returns the hash of a small file, or null where it cannot be read: then it cannot be said to be equal. */
    static byte[] hash(Place place, int size) throws IOException {
        try (FileChannel channel = open(place)) {
            ByteBuffer content = ByteBuffer.allocate(size);
            Positioned.read(channel, content, 0);
            return Sha256.of(content.flip());
        } catch (AccessDeniedException e) {
            return null;
        }
    }

    static FileChannel open(Place place) throws IOException {
        return FileChannel.open(place.path(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    static boolean isEqualLink(Place place, BasicFileAttributes found, TreeEntry entry) throws IOException {
        return found.isSymbolicLink() && Arrays.equals(NameBytes.target(place.path()), entry.target());
    }

    private static boolean hasFacts(BasicFileAttributes found, FileFacts facts) {
        long nanos = found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        if (found.isSymbolicLink()) { // which has no permissions of its own
            return Math.floorDiv(nanos, NANOS_PER_MICRO) == Math.floorDiv(facts.modifiedNanos(), NANOS_PER_MICRO);
        }
        return areSame(DiskFile.facts(found), facts);
    }

    /** Returns whether a file or a folder has the facts already, as far as the system keeps them. */
    static boolean areSame(FileFacts here, FileFacts facts) {
        boolean isMode = here.mode() == FileFacts.NO_MODE
                || facts.mode() == FileFacts.NO_MODE
                || here.mode() == (facts.mode() & FileMode.BITS);
        return isMode && here.modifiedNanos() == facts.modifiedNanos();
    }
}
