package paloma.server.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What differs between file systems and can fail on them. */
interface Disk {
    /** Creates a file that did not exist, never through a link, and opens it for writing. */
    default FileChannel create(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    /** Adds a second, unused name to a file; not every file system can. */
    default void link(Path link, Path existing) throws IOException {
        Files.createLink(link, existing);
    }

    /** Has the device store the names in a folder; where a folder cannot be opened (Windows) the system does it. */
    default void forceFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    /** Asks without a descriptor of its own; where that tells nothing, in the way that says why. */
    default long usableBytes(Path folder) throws IOException {
        long usable = folder.toFile().getUsableSpace();
        return usable > 0 ? usable : Files.getFileStore(folder).getUsableSpace();
    }
}
