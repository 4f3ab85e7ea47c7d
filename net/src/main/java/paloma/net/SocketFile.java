package paloma.net;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What lies at the path of a UNIX socket that is to be made. */
public final class SocketFile {
    /** S_IFMT and S_IFSOCK of inode(7). */
    private static final int FILE_TYPE = 0170000;

    private static final int SOCKET = 0140000;

    private SocketFile() {}

    /** @throws IOException with what is wrong, when no socket can be made at {@code path}; asks nobody who may listen there */
    public static void refuseUnusable(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("the folder " + Printable.quote(String.valueOf(folder)) + " is not there");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("the folder " + Printable.quote(folder.toString()) + " cannot be written to");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isSocket(path)) {
            throw new IOException("what lies there is no socket, and stays");
        }
    }

    /**
     * Removes a socket that nobody listens behind any more.
     *
     * @throws BindException when somebody listens there, or may
     */
    static void removeDead(Path path) throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Object probed = inode(path);
        refuseLiving(path);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && probed.equals(inode(path))) {
            Files.delete(path);
        }
    }

    /** Returns what tells a file from another that takes its name later. */
    static Object inode(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /**
     * Connecting a datagram socket sends nothing. It is refused where nobody listens; where somebody listens for
     * connections it fails otherwise (EPROTOTYPE), and where the file is another user's (EACCES) nobody can know.
     */
    private static void refuseLiving(Path path) throws IOException {
        Socket probe = Socket.newSocketDomainDgram();
        try {
            probe.connect(new DomainSocketAddress(path.toFile()));
        } catch (FileNotFoundException goneMeanwhile) {
            return;
        } catch (ConnectException e) {
            if (e.getMessage().contains("(" + Errors.ERROR_ECONNREFUSED_NEGATIVE + ")")) {
                return;
            }
            if (!Files.isWritable(path)) {
                throw new BindException("another user may be listening there");
            }
        } finally {
            probe.close();
        }
        throw new BindException("somebody is listening there");
    }

    private static boolean isSocket(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & FILE_TYPE) == SOCKET;
    }
}
