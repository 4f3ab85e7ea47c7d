package paloma.server.health;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The folder in which each server of this user leaves a socket for the health check, called by its process ID. It is in
 * {@code $RUNTIME_DIRECTORY} (systemd.exec(5)), in {@code $XDG_RUNTIME_DIR}, or in the folder for temporary files.
 */
public final class HealthFolder {
    private static final String SUFFIX = ".health";
    private static final String UID = "unix:uid";

    /** Belongs to the user of this process (proc(5)); elsewhere than on Linux it is not there. */
    private static final Path OURSELVES = Path.of("/proc/self");

    private final Path folder;

    private HealthFolder(Path folder) {
        this.folder = folder;
    }

    public static HealthFolder of(Map<String, String> environment) {
        String runtime = environment.get("RUNTIME_DIRECTORY");
        if (runtime != null && !runtime.isBlank()) {
            return new HealthFolder(Path.of(runtime.split(":")[0]));
        }
        String user = environment.get("XDG_RUNTIME_DIR");
        return new HealthFolder(
                user != null && !user.isBlank()
                        ? Path.of(user, "paloma")
                        : Path.of(System.getProperty("java.io.tmpdir"), "paloma-" + System.getProperty("user.name")));
    }

    /** Returns where this process is to listen; the folder is there then, and only its owner can enter one made here. */
    Path ownSocket() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            if (hasModes()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        }
        refuseOthersFolder();
        Path own = folder.resolve(ProcessHandle.current().pid() + SUFFIX);
        if (Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
            removeIfDead(own);
        }
        return own;
    }

    /** Returns the sockets of servers that live; removes those of servers that were killed. */
    List<Path> sockets() throws IOException {
        List<Path> living = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            refuseOthersFolder();
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                for (Path socket : found) {
                    if (!removeIfDead(socket)) {
                        living.add(socket);
                    }
                }
            }
        }
        return living;
    }

    private static boolean removeIfDead(Path socket) throws IOException {
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
            return false;
        } catch (ConnectException e) {
            return Files.deleteIfExists(socket);
        }
    }

    /** Anybody can make a folder of this name where all may write: what is in it would not be of our servers. */
    private void refuseOthersFolder() throws IOException {
        if (Files.exists(OURSELVES) && !Files.getAttribute(folder, UID).equals(Files.getAttribute(OURSELVES, UID))) {
            throw new IOException("the folder \"" + folder + "\" belongs to somebody else");
        }
    }

    private static boolean hasModes() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
