package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.PartNames;

/** Removes what transfers left behind and nobody resumed. */
final class RootSweep extends SimpleFileVisitor<Path> {
    private final Path root;
    private final IncomingFiles incoming;
    private final Instant before;
    private int removed;

    private RootSweep(Path root, IncomingFiles incoming, Instant before) {
        this.root = root;
        this.incoming = incoming;
        this.before = before;
    }

    /** Removes parts that were last written before {@code before}, and returns how many. */
    static int run(Path root, IncomingFiles incoming, Instant before) throws IOException {
        return run(root, root, Integer.MAX_VALUE, incoming, before);
    }

    /** As above, in a folder of the root and so many levels below it. */
    static int run(Path root, Path folder, int levels, IncomingFiles incoming, Instant before) throws IOException {
        RootSweep sweep = new RootSweep(root, incoming, before);
        Files.walkFileTree(folder, Set.of(), levels, sweep);
        return sweep.removed;
    }

    /** Removes one part, unless it is being written. */
    static void remove(Path root, Path part, IncomingFiles incoming) {
        new RootSweep(root, incoming, Instant.MAX).sweep(part);
    }

    /** What is found by its path is looked at again in the folder itself, which nobody can exchange. */
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String last = NameBytes.of(file);
        if (attributes.isDirectory()) {
            return FileVisitResult.CONTINUE; // as far down as was asked for
        }
        if (BatchNames.isOne(file)) {
            sweepBatch(root.relativize(file), last);
        } else if (PartNames.isPart(file)) {
            sweep(file);
        } else if (PartNames.isNote(file)) {
            sweepNote(file, last);
        } else if (PartNames.isState(file)) {
            Path part = PartNames.partOf(file);
            if (Files.notExists(part, LinkOption.NOFOLLOW_LINKS)) {
                sweep(part);
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE; // removed in the meantime, or not ours
    }

    private void sweep(Path part) {
        if (isOld(part) && isOld(PartNames.stateOf(part))) {
            incoming.whileFree(key(part), () -> sweepInside(root.relativize(part)));
        }
    }

    private static Path key(Path any) {
        return any.resolveSibling(NameBytes.parse(PartNames.keyOf(NameBytes.of(any))));
    }

    /** A lease stays as long as its part, or the number would come again. */
    private void sweepNote(Path file, String last) {
        if (isOld(file)) {
            incoming.whileFree(key(file), () -> sweepNoteInside(root.relativize(file), last));
        }
    }

    private void sweepNoteInside(Path relative, String last) {
        try (OpenFolder folder = FolderWalk.open(root, relative.getParent())) {
            Path file = folder.path(last);
            String key = PartNames.keyOf(last);
            long number = new LeaseFile(folder, key).read().number();
            Path part = folder.path(PartNames.numbered(key, number));
            if (isOld(file) && (number == 0 || Files.notExists(part, LinkOption.NOFOLLOW_LINKS))) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // Removed in the meantime, or not ours.
        }
    }

    private void sweepInside(Path relative) {
        try (OpenFolder folder = FolderWalk.open(root, relative.getParent())) {
            String last = NameBytes.of(relative);
            Path part = folder.path(last);
            Path state = PartNames.stateOf(part);
            if (isOld(part) && isOld(state)) {
                remove(part, state);
                new LeaseFile(folder, PartNames.keyOf(last)).forget();
            }
        } catch (IOException e) {
            // Removed in the meantime, or not ours.
        }
    }

    /** It can be open to nobody and have any time by now; when that was set tells its age. */
    private void sweepBatch(Path relative, String last) {
        try (OpenFolder folder = FolderWalk.open(root, relative.getParent())) {
            Path file = folder.path(last);
            if (lastChange(file).isBefore(before)) {
                Files.delete(file);
                removed++;
            }
        } catch (IOException e) {
            // As above.
        }
    }

    private static Instant lastChange(Path file) throws IOException {
        boolean isUnix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        FileTime time = (FileTime)
                Files.getAttribute(file, isUnix ? "unix:ctime" : "basic:creationTime", LinkOption.NOFOLLOW_LINKS);
        return time.toInstant();
    }

    private boolean isOld(Path file) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(before);
        } catch (IOException e) {
            return true; // A part without a state, or the other way round.
        }
    }

    /** Removes both, unless another process writes the part. */
    private void remove(Path part, Path state) throws IOException {
        if (PartLock.isLocked(FileIdentity.at(part))) {
            return; // by another root of this process, whose lock would be lost
        }
        if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                if (channel.tryLock() == null) {
                    return;
                }
                removeBoth(part, state);
            } catch (IOException | OverlappingFileLockException e) {
                return; // Not ours to remove.
            }
        } else {
            removeBoth(part, state);
        }
    }

    private void removeBoth(Path part, Path state) {
        Quietly.delete(part);
        Quietly.delete(state);
        removed++;
    }
}
