package paloma.transfer.disk;

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
        System.arraycopy(bytes, Math.toIntExact(Chunks.offset(index)), into, 0, length);
        return length;
    }

    @Override
    public boolean changed() {
        return false;
    }

    @Override
    public void close() {}
}
