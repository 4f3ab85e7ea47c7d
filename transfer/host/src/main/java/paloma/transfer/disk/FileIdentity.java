package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;

/**
 * Which file it is, whatever its name.
 *
 * @param key equal for all names of a file
 * @param names how many there are; 1 where the system does not tell
 */
record FileIdentity(Object key, int names) {
    /** Returns what a path leads to, no link followed, or null where there is nothing. */
    static FileIdentity at(Path path) throws IOException {
        return read(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns what is open, though its name may lead elsewhere by now; where the system does not tell, what the path
     * leads to, or null.
     */
    static FileIdentity of(FileChannel open, Path path) throws IOException {
        Path handle = HandlePath.of(open, null);
        return handle == null ? at(path) : read(handle);
    }

    private static FileIdentity read(Path path, LinkOption... links) throws IOException {
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:fileKey,nlink", links);
            return new FileIdentity(found.get("fileKey"), (Integer) found.get("nlink"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            Object key = Files.readAttributes(path, BasicFileAttributes.class, links)
                    .fileKey();
            return new FileIdentity(Objects.requireNonNullElse(key, path), 1);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
