package paloma.net;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Who may send to a UNIX socket: whoever may write to its file (unix(7)).
 *
 * @param group null for that of the process
 */
public record UnixAccess(Set<PosixFilePermission> permissions, GroupPrincipal group) {
    /** Only the user who listens. */
    public static final UnixAccess OWNER =
            new UnixAccess(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE), null);

    /**
     * Gives the group first: nobody of the former one may ever send.
     *
     * @throws IOException when the process is not in the group
     */
    void applyTo(Path socket) throws IOException {
        if (group != null) {
            giveTo(socket);
        }
        Files.setPosixFilePermissions(socket, permissions);
    }

    private void giveTo(Path socket) throws IOException {
        try {
            Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setGroup(group);
        } catch (FileSystemException e) {
            throw new IOException("its group cannot be set (" + e.getReason() + "); is the server in that group?", e);
        }
    }
}
