package paloma.transfer.keys;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A private file that is there whole or not at all, and never takes the place of another. */
final class OnceFile {
    private OnceFile() {}

    /** Makes the file; where something of its name is there, or another process was first, that stays. */
    static void make(Path file, String text) throws SecretFileException {
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            try {
                PrivateText.create(unfinished, text);
                publish(unfinished, file);
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
    private static void publish(Path unfinished, Path file) throws IOException {
        try {
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(unfinished, file);
        }
        forceFolder(file);
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
