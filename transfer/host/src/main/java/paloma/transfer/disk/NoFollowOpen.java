package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;

/**
 * Opens files below a folder without following any link: from folder to folder, each opened relative to its parent
 * (openat(2)), so that nobody can slip a link in between. Where the system has no such calls (Windows), only the last
 * part is safe from that.
 */
final class NoFollowOpen {
    private NoFollowOpen() {}

    /** @param relative a path below {@code root} without links in it */
    static FileChannel open(Path root, Path relative, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Set<OpenOption> noFollow = new HashSet<>(options);
        noFollow.add(LinkOption.NOFOLLOW_LINKS);
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
            if (top instanceof SecureDirectoryStream<Path> secure) {
                return walk(secure, relative, noFollow, attributes);
            }
        }
        return FileChannel.open(root.resolve(relative), noFollow, attributes);
    }

    private static FileChannel walk(
            SecureDirectoryStream<Path> folder, Path relative, Set<OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (relative.getNameCount() == 1) {
            return fileChannel(folder.newByteChannel(relative, options, attributes));
        }
        try (SecureDirectoryStream<Path> next =
                folder.newDirectoryStream(relative.getName(0), LinkOption.NOFOLLOW_LINKS)) {
            return walk(next, relative.subpath(1, relative.getNameCount()), options, attributes);
        }
    }

    private static FileChannel fileChannel(SeekableByteChannel channel) throws IOException {
        if (channel instanceof FileChannel file) {
            return file;
        }
        channel.close();
        throw new IOException("this file system has no files that can be written at a position");
    }
}
