package paloma.transfer.disk;

import java.io.IOException;
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
 * @param key equal for all names of a file; null where the system does not tell
 * @param names how many there are; 1 where the system does not tell
 */
record FileIdentity(Object key, int names) {
    /** Returns whether both are the same file, as far as the system tells. */
    boolean isSameAs(FileIdentity other) {
        return other != null && Objects.equals(key, other.key);
    }

    /** Returns what a path leads to, no link followed, or null where there is nothing. */
    static FileIdentity at(Path path) throws IOException {
        return at(path, LinkOption.NOFOLLOW_LINKS);
    }

    static FileIdentity at(Path path, LinkOption... links) throws IOException {
        try {
            return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? unix(Files.readAttributes(path, "unix:fileKey,nlink", links))
                    : new FileIdentity(
                            Files.readAttributes(path, BasicFileAttributes.class, links)
                                    .fileKey(),
                            1);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static FileIdentity unix(Map<String, Object> attributes) {
        return new FileIdentity(attributes.get("fileKey"), (Integer) attributes.get("nlink"));
    }
}
