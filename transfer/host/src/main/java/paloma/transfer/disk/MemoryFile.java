package paloma.transfer.disk;

import java.security.MessageDigest;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.wire.FileFacts;

/** Bytes that are sent as a file, such as a list. */
record MemoryFile(byte[] bytes, long modifiedNanos) implements OutgoingFile {
    @Override
    public FileFacts facts() {
        return new FileFacts(bytes.length, FileFacts.NO_MODE, modifiedNanos);
    }

    @Override
    public int read(int index, byte[] into) {
        int length = Chunks.length(index, bytes.length);
        System.arraycopy(bytes, Math.toIntExact(Chunks.offsetOf(index)), into, 0, length);
        return length;
    }

    @Override
    public byte[] hash(int index) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes, Math.toIntExact(Chunks.offsetOf(index)), Chunks.length(index, bytes.length));
        return digest.digest();
    }

    @Override
    public boolean changed() {
        return false;
    }

    @Override
    public void close() {}
}
