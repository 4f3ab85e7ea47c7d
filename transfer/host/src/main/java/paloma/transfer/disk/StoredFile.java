package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Set;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.ZeroChunk;
import paloma.transfer.wire.FileFacts;

/** A file that has its name already and is compared with one that is to come. Several threads may read at once. */
final class StoredFile implements AutoCloseable {
    /** Bounds the memory for the hashes of what is compared to 32 MiB, which is 1 TiB of file. */
    static final int MAX_CHUNKS = 1 << 20;

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final int PIECE_BYTES = 128 << 10;

    private final Path name;
    private final FileChannel channel;
    private final Zeros zeros;
    private final long size;

    private StoredFile(Path name, FileChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        this.zeros = new Zeros(channel);
        this.size = channel.size();
    }

    /** @throws IOException also where there is no regular file */
    static StoredFile open(Place place) throws IOException {
        BasicFileAttributes found = Places.attributes(place.path());
        if (found == null || !found.isRegularFile()) {
            throw new NoSuchFileException(place.last());
        }
        FileChannel channel = FileChannel.open(place.path(), READ);
        StoredFile file = null;
        try {
            file = new StoredFile(place.folder().place(place.last()), channel);
            return file;
        } finally {
            if (file == null) {
                channel.close();
            }
        }
    }

    long size() {
        return size;
    }

    /** Returns whether the file has so many bytes of a chunk. */
    boolean has(int index, int length) {
        return Chunks.offsetOf(index) + length <= size;
    }

    /** Returns the hash of the first bytes of a chunk. */
    byte[] hash(int index, int length) throws IOException {
        return areZeros(index, length) ? ZeroChunk.hash(length) : read(index, length, (piece, at) -> {});
    }

    /** Returns whether the first bytes of a chunk are all zeros. */
    boolean areZeros(int index, int length) throws IOException {
        return zeros.are(Chunks.offsetOf(index), length);
    }

    /** Copies the first bytes of a chunk in pieces, and returns their hash. */
    byte[] copy(int index, int length, Copy copy) throws IOException {
        return read(index, length, copy);
    }

    interface Copy {
        void take(ByteBuffer piece, long at) throws IOException;
    }

    private byte[] read(int index, int length, Copy reader) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE_BYTES, length));
        long end = Chunks.offsetOf(index) + length;
        for (long at = Chunks.offsetOf(index); at < end; at += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE_BYTES, end - at));
            Positioned.read(channel, piece, at); // less where it was cut: then the hash is another
            digest.update(piece.rewind());
            reader.take(piece.rewind(), at);
        }
        return digest.digest();
    }

    /** Reads those of the blocks that it has whole to their places in the chunk, and returns which these are. */
    int load(int index, byte[] chunk, int chunkLength, int blocks) throws IOException {
        int loaded = 0;
        for (int block = 0; block < Chunks.BLOCKS; block++) {
            int from = Chunks.blockFrom(block);
            int to = Chunks.blockTo(block, chunkLength);
            if (Chunks.has(blocks, block) && has(index, to)) {
                ByteBuffer into = ByteBuffer.wrap(chunk, from, to - from);
                loaded |= Positioned.read(channel, into, Chunks.offsetOf(index) + from) == to - from ? 1 << block : 0;
            }
        }
        return loaded;
    }

    FileIdentity identity() throws IOException {
        return OpenFile.of(channel, name).identity();
    }

    /**
     * Gives it another time and permissions where they differ, and has the device store that.
     *
     * @return whether anything differed
     * @throws IOException where it belongs to somebody else
     */
    boolean become(FileFacts facts) throws IOException {
        if (!OpenFile.of(channel, name).become(facts)) {
            return false;
        }
        channel.force(true);
        return true;
    }

    @Override
    public void close() {
        zeros.close();
        Quietly.close(channel);
    }
}
