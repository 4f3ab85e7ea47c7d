package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The attributes of a file that is open, wherever its name leads by now; where the system cannot tell ({@link HandlePath}),
 * of what has the name. To be used while the file is open.
 */
final class OpenFile {
    private final Path path;
    private final LinkOption[] links;

    private OpenFile(Path path, LinkOption... links) {
        this.path = path;
        this.links = links;
    }

    static OpenFile of(FileChannel open, Path name) {
        Path handle = HandlePath.of(open, null);
        return handle == null ? new OpenFile(name, LinkOption.NOFOLLOW_LINKS) : new OpenFile(handle);
    }

    /** Returns null where nothing has the name. */
    FileIdentity identity() throws IOException {
        return FileIdentity.at(path, links);
    }

    void setModified(long nanos) throws IOException {
        FileTimes.setModified(path, nanos, links);
    }

    void setMode(int mode) throws IOException {
        FileMode.set(path, mode, links);
    }
}
