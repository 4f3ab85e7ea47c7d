package paloma.client.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import paloma.transfer.wire.FileFacts;

/**
 * What the system says of a file, folder or link.
 *
 * @param type the bits of {@link #TYPE_BITS}
 * @param mode all 12 bits, or {@link FileFacts#NO_MODE}
 * @param key which one it is; null where the system does not tell
 */
record Inode(int type, int mode, long size, long modifiedNanos, Object key) {
    static final int TYPE_BITS = 0170000;
    static final int REGULAR = 0100000;
    static final int FOLDER = 0040000;
    static final int LINK = 0120000;

    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;
    private static final int PERMISSIONS = 0777;
    private static final int SPECIAL_PERMISSIONS = 07000;

    private static final LinkOption[] FOLLOW = {};
    private static final LinkOption[] ITSELF = {LinkOption.NOFOLLOW_LINKS};

    static Inode of(Path path, boolean follow) throws IOException {
        LinkOption[] links = follow ? FOLLOW : ITSELF;
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? unix(Files.readAttributes(path, "unix:mode,size,lastModifiedTime,fileKey", links))
                : other(Files.readAttributes(path, BasicFileAttributes.class, links));
    }

    private static Inode unix(Map<String, Object> attributes) {
        int mode = (Integer) attributes.get("mode");
        long nanos = ((FileTime) attributes.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS);
        return new Inode(
                mode & TYPE_BITS,
                mode & (PERMISSIONS | SPECIAL_PERMISSIONS),
                (Long) attributes.get("size"),
                nanos,
                attributes.get("fileKey"));
    }

    private static Inode other(BasicFileAttributes attributes) {
        int type = attributes.isRegularFile()
                ? REGULAR
                : attributes.isDirectory() ? FOLDER : attributes.isSymbolicLink() ? LINK : 0;
        long nanos = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        return new Inode(type, FileFacts.NO_MODE, attributes.size(), nanos, attributes.fileKey());
    }

    boolean isFile() {
        return type == REGULAR;
    }

    boolean isFolder() {
        return type == FOLDER;
    }

    boolean isLink() {
        return type == LINK;
    }

    /** Returns whether it would run as another user or group, or is sticky: that never travels. */
    boolean isSpecial() {
        return (isFile() || isFolder()) && mode != FileFacts.NO_MODE && (mode & SPECIAL_PERMISSIONS) != 0;
    }

    /** Returns what travels. */
    FileFacts facts(long bytes) throws LeftOutException {
        if (modifiedNanos == Long.MAX_VALUE || modifiedNanos == Long.MIN_VALUE) { // as FileTime has it
            throw new LeftOutException("its time is before 1677 or after 2262, which cannot be sent");
        }
        int sent = mode == FileFacts.NO_MODE ? mode : mode & PERMISSIONS;
        return new FileFacts(bytes, sent, modifiedNanos);
    }

    /** Returns what it is where it is neither file nor folder nor link. */
    String kind() {
        return switch (type) {
            case FIFO -> "a pipe";
            case SOCKET -> "a socket";
            default -> "a device";
        };
    }
}
