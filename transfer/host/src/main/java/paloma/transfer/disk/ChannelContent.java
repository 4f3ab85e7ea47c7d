package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.ZeroChunk;
import paloma.transfer.name.RefusedException;

/**
 * The chunks of a file that is open. Several threads may read at once.
 *
 * @param size of the file when it was opened: what was added since is not read
 */
record ChannelContent(FileChannel channel, Zeros zeros, String shown, long size) implements AutoCloseable {
    private static final int PIECE_BYTES = 128 << 10;

    /** For less, room is found as a rule. */
    private static final long SPARSE_BYTES = 256L << 20;

    private static final int SAMPLES = 16;
    private static final int SAMPLE_BYTES = 4_096;

    /** @throws RefusedException also when the file has become shorter */
    int read(int index, byte[] into) throws RefusedException {
        int length = Chunks.length(index, size);
        ByteBuffer chunk = ByteBuffer.wrap(into, 0, length);
        try {
            while (chunk.hasRemaining()) {
                if (channel.read(chunk, Chunks.offsetOf(index) + chunk.position()) < 0) {
                    throw RefusedException.changed(shown);
                }
            }
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
        return length;
    }

    ChannelContent(FileChannel channel, String shown, long size) {
        this(channel, new Zeros(channel), shown, size);
    }

    /** Leaves the file open. */
    @Override
    public void close() {
        zeros.close();
    }

    boolean isHole(int index) throws RefusedException {
        try {
            return zeros.are(Chunks.offsetOf(index), Chunks.length(index, size));
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
    }

    /** Returns whether there are zeros in some places: then the file may need much less room than its size says. */
    boolean seemsSparse() {
        if (size < SPARSE_BYTES) {
            return false;
        }
        try {
            boolean sparse = false;
            for (int i = 0; i < SAMPLES && !sparse; i++) {
                sparse = Zeros.are(channel, size / SAMPLES * i, SAMPLE_BYTES);
            }
            return sparse;
        } catch (IOException e) {
            return false; // it will be told when it is read
        }
    }

    byte[] hash(int index) throws RefusedException {
        if (isHole(index)) {
            return ZeroChunk.hash(Chunks.length(index, size));
        }
        MessageDigest digest = Sha256.digest();
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        long end = Chunks.offsetOf(index) + Chunks.length(index, size);
        try {
            for (long at = Chunks.offsetOf(index); at < end; at += piece.limit()) {
                piece.clear().limit((int) Math.min(PIECE_BYTES, end - at));
                if (channel.read(piece, at) < 0) {
                    throw RefusedException.changed(shown);
                }
                digest.update(piece.flip());
            }
        } catch (IOException e) {
            throw DiskFault.of(e, shown);
        }
        return digest.digest();
    }
}
