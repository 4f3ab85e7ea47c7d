package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import paloma.transfer.name.PartNames;

/** POSIX permissions as the nine bits of chmod(1). */
final class FileMode {
    /** The bits that travel: never set-user-ID, set-group-ID or the sticky bit. */
    static final int BITS = 0777;

    /** What programs ask for when they create a file. */
    private static final int ASKED = 0666;

    /** From the highest bit to the lowest. */
    private static final PosixFilePermission[] PERMISSIONS = PosixFilePermission.values();

    private FileMode() {}

    static int of(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission permission : PERMISSIONS) {
            mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
        }
        return mode;
    }

    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PERMISSIONS) {
            if ((mode >> (PERMISSIONS.length - 1 - permission.ordinal()) & 1) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    static boolean isKeptBy(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Returns what a file or a folder is created with, so that it never has other bits, where the file system has them. */
    static FileAttribute<?>[] asAttribute(Path path, int mode) {
        return isKeptBy(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions(mode))}
                : new FileAttribute<?>[0];
    }

    /** Sets the bits of a file, where the file system has them. */
    static void set(Path file, int mode, LinkOption... links) throws IOException {
        if (isKeptBy(file)) {
            Files.getFileAttributeView(file, PosixFileAttributeView.class, links)
                    .setPermissions(permissions(mode));
        }
    }

    /** Returns the bits that a new file in {@code folder} has if nobody asks for others: what the umask leaves of 0666. */
    static int usual(Path folder) throws IOException {
        if (!isKeptBy(folder)) {
            return ASKED;
        }
        Path probe = folder.resolve(PartNames.part("mode-" + UUID.randomUUID()));
        Files.createFile(probe, PosixFilePermissions.asFileAttribute(permissions(ASKED)));
        try {
            return of(Files.getPosixFilePermissions(probe, LinkOption.NOFOLLOW_LINKS));
        } finally {
            Files.delete(probe);
        }
    }
}
