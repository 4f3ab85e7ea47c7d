package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import paloma.transfer.wire.FileFacts;

/** A small file that came whole: written under a temporary name, forced, then named. For one thread at a time. */
final class FreshFile {
    private final String temporary;
    private final FileChannel channel;
    private Object fileKey;

    private FreshFile(String temporary, FileChannel channel) {
        this.temporary = temporary;
        this.channel = channel;
    }

    /**
     * Writes the file, for its owner only until it has all its bytes.
     *
     * @param mode what it gets then, whatever the umask
     */
    static FreshFile write(OpenFolder folder, ByteBuffer content, FileFacts facts, int mode) throws IOException {
        String temporary = BatchNames.fresh();
        FreshFile file = new FreshFile(temporary, PrivateFile.create(folder.path(temporary)));
        boolean written = false;
        try {
            file.fill(folder.path(temporary), content, facts, mode);
            written = true;
            return file;
        } finally {
            if (!written) {
                file.close();
                file.remove(folder);
            }
        }
    }

    private void fill(Path path, ByteBuffer content, FileFacts facts, int mode) throws IOException {
        OpenFile file = OpenFile.of(channel, path);
        HoleyWriter.write(channel, file, content);
        fileKey = file.attributes().fileKey();
        file.setFacts(facts.modifiedNanos(), mode);
    }

    void force() throws IOException {
        channel.force(true);
    }

    /** To be called before it gets its name. */
    void close() {
        Quietly.close(channel);
    }

    /**
     * Gives the file its name.
     *
     * @param force whether it may replace another one
     */
    void name(Place target, boolean force) throws IOException {
        Path from = target.beside(temporary).path();
        Path to = target.path();
        requireSame(from);
        boolean hasTwoNames = Publishing.name(from, to, force);
        requireSame(to);
        if (hasTwoNames) {
            Quietly.delete(from);
        }
    }

    /** Another program may have put another file there, of which nothing is known. */
    private void requireSame(Path name) throws IOException {
        BasicFileAttributes found = Places.attributes(name);
        if (found == null || fileKey != null && !fileKey.equals(found.fileKey())) {
            throw new FileSystemException(null, null, "another program put another file in its place");
        }
    }

    void remove(OpenFolder folder) {
        Quietly.delete(folder.path(temporary));
    }
}
