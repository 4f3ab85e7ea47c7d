package paloma.transfer.disk;

import java.util.List;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.wire.FileFacts;

/** Bytes that are sent as a file, such as a list. */
record MemoryFile(List<byte[]> chunks, long modifiedNanos) implements OutgoingFile {
    @Override
    public FileFacts facts() {
        int last = chunks.size() - 1;
        long size = last < 0 ? 0 : Chunks.offsetOf(last) + chunks.get(last).length;
        return new FileFacts(size, FileFacts.NO_MODE, modifiedNanos);
    }

    @Override
    public int read(int index, byte[] into) {
        byte[] chunk = chunks.get(index);
        System.arraycopy(chunk, 0, into, 0, chunk.length);
        return chunk.length;
    }

    @Override
    public byte[] hash(int index) {
        return Sha256.of(chunks.get(index), chunks.get(index).length);
    }

    @Override
    public boolean changed() {
        return false;
    }

    @Override
    public void close() {}
}
