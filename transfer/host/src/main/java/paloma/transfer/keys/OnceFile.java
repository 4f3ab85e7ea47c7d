package paloma.transfer.keys;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that is there whole or not at all, and never takes the place of another, whichever process or host makes it: several
 * servers may start at once in one folder.
 */
final class OnceFile {
    /** Another server needs a moment between its claim and its file. */
    private static final long MAKING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private OnceFile() {}

    /** Gives a file a second name, which must be free. */
    interface Link {
        void link(Path link, Path existing) throws IOException;
    }

    private interface Write {
        void write(Path file) throws IOException;
    }

    /** Makes a file for its owner alone; where something of its name is there, or another process was first, that stays. */
    static void make(Path file, String text) throws SecretFileException {
        make(file, text, Files::createLink);
    }

    static void make(Path file, String text, Link links) throws SecretFileException {
        make(file, unfinished -> PrivateText.create(unfinished, text), links);
    }

    /** Makes a file that all may read. */
    static void makePublic(Path file, String text) throws SecretFileException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        make(file, unfinished -> Files.write(unfinished, bytes, StandardOpenOption.CREATE_NEW), Files::createLink);
    }

    private static void make(Path file, Write write, Link links) throws SecretFileException {
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            try {
                write.write(unfinished);
                publish(unfinished, file, links);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (FileAlreadyExistsException e) {
            return; // another process was first
        } catch (IOException e) {
            throw SecretFile.fault(e, file);
        }
    }

    /** A second name, unlike a rename, never takes the place of what is there; some file systems have none. */
    private static void publish(Path unfinished, Path file, Link links) throws IOException, SecretFileException {
        try {
            links.link(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            claimAndMove(unfinished, file);
        }
        forceFolder(file);
    }

    /** To look and then to rename is two steps: who does both makes a third file first, which only one can make. */
    private static void claimAndMove(Path unfinished, Path file) throws IOException, SecretFileException {
        Path claim = file.resolveSibling(file.getFileName() + ".making");
        try {
            Files.createFile(claim);
        } catch (FileAlreadyExistsException e) {
            awaitOther(file, claim);
            return;
        }
        try {
            Files.move(unfinished, file);
        } finally {
            Files.deleteIfExists(claim);
        }
    }

    private static void awaitOther(Path file, Path claim) throws SecretFileException {
        long deadline = System.nanoTime() + MAKING_NANOS;
        while (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (System.nanoTime() - deadline > 0) {
                throw new SecretFileException(SecretFile.shown(file)
                        + " is being made by another server, or one was killed while it made it; if none is starting, remove "
                        + SecretFile.shown(claim));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The key must not be another after the power has failed; where folders cannot be opened (Windows) they need not be. */
    private static void forceFolder(Path file) throws IOException {
        if (SecretFile.arePermissionsKept(file)) {
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        }
    }
}
