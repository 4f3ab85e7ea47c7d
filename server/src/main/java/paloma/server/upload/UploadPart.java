package paloma.server.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file that is not whole yet. Pieces are gathered, not copied, and written many at once. */
final class UploadPart implements AutoCloseable {
    /** As many buffers as Linux takes in one writev(2) (IOV_MAX). */
    private static final int GATHERED_PIECES = 1_024;

    private static final int GATHERED_BYTES = 1 << 20;

    private final Path path;
    private final String name;
    private final FileChannel channel;
    private final List<UploadPiece> gathered = new ArrayList<>();
    private int gatheredBytes;
    private long writtenBytes;
    private volatile long seenBytes; // by whoever looks at the page

    /** @param name what the file is to be called when it is whole */
    UploadPart(Path path, String name, FileChannel channel) {
        this.path = path;
        this.name = name;
        this.channel = channel;
    }

    Path path() {
        return path;
    }

    String name() {
        return name;
    }

    /** Returns the bytes that were appended, written or not. */
    long bytes() {
        return writtenBytes + gatheredBytes;
    }

    /** Returns the same as it was a moment ago. Any thread. */
    long seenBytes() {
        return seenBytes;
    }

    int gatheredBytes() {
        return gatheredBytes;
    }

    /** Appends a piece, which the file owns from now on. */
    void append(UploadPiece piece) throws IOException {
        gathered.add(piece);
        gatheredBytes += piece.length();
        if (gatheredBytes >= GATHERED_BYTES || gathered.size() >= GATHERED_PIECES) {
            write();
        }
        seenBytes = bytes();
    }

    /** Writes what is gathered and lets go of it, also when the disk takes it not. */
    void write() throws IOException {
        try {
            ByteBuffer[] views =
                    gathered.stream().map(piece -> piece.bytes().nioBuffer()).toArray(ByteBuffer[]::new);
            int from = 0;
            while (from < views.length) {
                writtenBytes += channel.write(views, from, views.length - from);
                while (from < views.length && !views[from].hasRemaining()) {
                    from++;
                }
            }
        } finally {
            gathered.forEach(UploadPiece::done);
            gathered.clear();
            gatheredBytes = 0;
            seenBytes = writtenBytes;
        }
    }

    /** Writes, and has the device store it, so that no power failure can leave a name without its bytes. */
    void force() throws IOException {
        write();
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        gathered.forEach(UploadPiece::done);
        gathered.clear();
        gatheredBytes = 0;
        channel.close();
    }

    /** Removes a part that nothing was written to. */
    void deleteIfEmpty() throws IOException {
        if (writtenBytes == 0) {
            Files.deleteIfExists(path);
        }
    }
}
