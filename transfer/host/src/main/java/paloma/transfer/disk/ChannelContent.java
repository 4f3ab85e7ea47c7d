package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.name.RefusedException;

/**
 * The chunks of a file that is open. Several threads may read at once.
 *
 * @param size of the file when it was opened: what was added since is not read
 */
record ChannelContent(FileChannel channel, String shown, long size) {
    private static final int PIECE_BYTES = 128 << 10;

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

    byte[] hash(int index) throws RefusedException {
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
