package paloma.transfer.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import paloma.net.Printable;
import paloma.transfer.disk.DiskFault;

/**
 * Reads files that nobody else may read or write. A file of root's may be readable by its group when this process is not
 * root's: in that way, and in no other, root hands a secret to a user (systemd's credentials, secrets of Kubernetes). Where
 * files have no such permissions (Windows) nothing is checked.
 */
final class SecretFile {
    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private SecretFile() {}

    /**
     * Reads all of a file, or {@code limit} bytes and one more.
     *
     * @param foreign whether root may read a file of any other user
     */
    static byte[] read(Path file, int limit, boolean foreign, LinkOption... links) throws SecretFileException {
        try {
            if (Files.isDirectory(file, links)) {
                throw new SecretFileException(shown(file) + " is a folder; name a file");
            }
            if (arePermissionsKept(file)) {
                refuseOthers(file, shown(file), foreign, links);
            }
            try (InputStream in = Files.newInputStream(file, links)) {
                return in.readNBytes(limit + 1);
            }
        } catch (IOException e) {
            throw fault(e, file);
        }
    }

    /** Reads a file that this program has made, or {@code limit} bytes of it and one more: no link leads to it. */
    static byte[] readOurs(Path file, int limit) throws SecretFileException {
        if (Files.isSymbolicLink(file)) {
            throw new SecretFileException(shown(file) + " is a link; name the file that it leads to");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SecretFileException(shown(file) + " is not a regular file; name the file of the server's key");
        }
        return read(file, limit, false, LinkOption.NOFOLLOW_LINKS);
    }

    static SecretFileException fault(IOException e, Path file) {
        return new SecretFileException(DiskFault.of(e, shown(file)).getMessage(), e);
    }

    /** Returns a path as it stands in a sentence. */
    static String shown(Path file) {
        return Printable.word(file.toString());
    }

    static boolean arePermissionsKept(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static void refuseOthers(Path file, String shown, boolean foreign, LinkOption... links)
            throws IOException, SecretFileException {
        FileOwner owner = FileOwner.of(file, links);
        if (owner == FileOwner.SOMEBODY_ELSE && !(foreign && FileOwner.isRootOurselves())) {
            throw new SecretFileException(shown + " belongs to "
                    + Printable.word(Files.getOwner(file, links).getName())
                    + ", who can read it; make it yours with chown, or name another");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, links);
        if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
            throw new SecretFileException(shown + " is open to all users; make it private: " + advice(owner, shown));
        }
        permissions.retainAll(groupsNever(owner));
        if (!permissions.isEmpty()) {
            throw new SecretFileException(shown + " is open to its group; make it private: " + advice(owner, shown));
        }
    }

    private static Set<PosixFilePermission> groupsNever(FileOwner owner) {
        return owner == FileOwner.ROOT
                ? Set.of(PosixFilePermission.GROUP_WRITE)
                : Set.of(
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.GROUP_WRITE,
                        PosixFilePermission.GROUP_EXECUTE);
    }

    private static String advice(FileOwner owner, String shown) {
        return owner == FileOwner.ROOT ? "chmod 440 " + shown + ", with a group of its own" : "chmod 600 " + shown;
    }
}
