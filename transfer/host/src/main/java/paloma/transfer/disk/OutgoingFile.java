package paloma.transfer.disk;

import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

/** A file that is sent in chunks of 1 MiB. Several threads may read at once. */
public interface OutgoingFile extends AutoCloseable {
    /** Opens a file that the user chose, wherever it is; links are followed. */
    static OutgoingFile open(Path file) throws RefusedException {
        return open(file, RefusedException.shown(NameBytes.text(file)), false);
    }

    /**
     * As above.
     *
     * @param shown what it is called in sentences
     * @param asOpened whether a file that grows in the meantime is sent as long as it is now
     * @param links whether a link is refused
     */
    static OutgoingFile open(Path file, String shown, boolean asOpened, LinkOption... links) throws RefusedException {
        return DiskFile.open(file, shown, asOpened, links);
    }

    /** Returns a file that is open and that nobody else changes; closing it leaves it open. */
    static OutgoingFile of(FileChannel open, String shown, FileFacts facts) {
        return new OpenedFile(open, shown, facts);
    }

    /** Returns a file in memory: chunks of 1 MiB but for the last one, which are the file's from now on. */
    static OutgoingFile of(List<byte[]> chunks, long modifiedNanos) {
        return new MemoryFile(chunks, modifiedNanos);
    }

    FileFacts facts();

    /**
     * Reads a chunk.
     *
     * @param into room for 1 MiB
     * @return the chunk's length
     * @throws RefusedException also when the file has become shorter
     */
    int read(int index, byte[] into) throws RefusedException;

    /** Returns whether a chunk is all zeros, of a file that may have holes. */
    default boolean isHole(int index) throws RefusedException {
        return false;
    }

    /** Returns the SHA-256 of a chunk. */
    byte[] hash(int index) throws RefusedException;

    /**
     * Returns whether the file has another size or time than when it was opened.
     *
     * @throws RefusedException with a sentence of its own where it has grown
     */
    boolean changed() throws RefusedException;

    @Override
    void close();
}
