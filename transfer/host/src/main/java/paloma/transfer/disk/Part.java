package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.ZeroChunk;

/** The bytes of a part, and the table of its chunks beside it. */
final class Part implements AutoCloseable {
    private static final int READ_BYTES = 128 << 10;

    private final PartPlaces places;
    private final long size;
    private final PartLock lock;
    private final HeldLease lease;
    private final FileChannel data;
    private final DirectWriter direct;
    private final ChunkTable table;

    /** Where an earlier transfer may have written. */
    private final long dirtyBytes;

    /** Where this one has, or may have. */
    private final BitSet touched = new BitSet();

    private Part(PartPlaces places, long size, PartLock lock, HeldLease lease, ChunkTable table) throws IOException {
        this.places = places;
        this.size = size;
        this.lock = lock;
        this.lease = lease;
        this.data = lock.channel();
        this.direct = new DirectWriter(lock);
        this.table = table;
        this.dirtyBytes = data.size();
    }

    /** Returns whether nothing was ever written where a chunk is: there is a hole, or the end. */
    boolean isClean(int index) {
        synchronized (touched) {
            return Chunks.offsetOf(index) >= dirtyBytes && !touched.get(index);
        }
    }

    /** Returns how to write to a chunk from now on: where it was clean, pages of zeros need not be written. */
    private StoredFile.Copy touch(int index) throws LeaseLostException {
        Writer writer = writer(index);
        return (bytes, at) -> writer.write(data, bytes, at);
    }

    private Writer writer(int index) throws LeaseLostException {
        lease.require();
        synchronized (touched) {
            boolean isClean = isClean(index);
            touched.set(index);
            return isClean ? HoleyWriter::pages : Positioned::write;
        }
    }

    /** A way to write bytes to a file, all of them, at a position. */
    interface Writer {
        void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException;
    }

    /**
     * Resumes a part that is locked, or begins one.
     *
     * @param lease is written to what was opened; it and the lock are the part's to close
     */
    static Part of(PartPlaces places, long size, PartLock lock, HeldLease lease) throws IOException {
        if (lock.channel().size() == 0) {
            Quietly.delete(places.state().path()); // It speaks of a part that is gone.
        }
        return new Part(places, size, lock, lease, table(places, size));
    }

    private static ChunkTable table(PartPlaces places, long size) throws IOException {
        return Chunks.count(size) <= 1 ? new OneChunk(places.state(), size) : PartState.open(places.state(), size);
    }

    HeldLease lease() {
        return lease;
    }

    PartPlaces places() {
        return places;
    }

    /** Returns the open file, whatever has its name. */
    OpenFile file() {
        return OpenFile.of(data, places.part().path());
    }

    /** Returns what is recorded, and for which the part is long enough. */
    BlockSet held() throws IOException {
        return table.held(data.size());
    }

    /** Returns what takes up room on the disk, of a file of this size. */
    BlockSet onDisk() throws IOException {
        return table.onDisk(data.size());
    }

    /** Returns the room that the part takes up, also what lies behind the file's end. */
    long bytesOnDisk() throws IOException {
        return FolderSize.ofPart(places.part().path(), data.size());
    }

    /**
     * Writes a chunk, then records it, so that what is recorded was there once.
     *
     * @param pastCache whether nobody is expected to read it soon
     */
    void write(int index, byte[] bytes, int length, byte[] sha256, boolean pastCache) throws IOException {
        Writer writer = writer(index);
        ByteBuffer chunk = ByteBuffer.wrap(bytes, 0, length);
        if (!pastCache || !direct.write(writer, chunk, Chunks.offsetOf(index))) {
            writer.write(data, chunk, Chunks.offsetOf(index));
        }
        table.record(index, sha256);
    }

    /** Copies a chunk of another file, and returns the hash of what was copied: unless it is recorded, it counts for nothing. */
    byte[] copy(StoredFile from, int index) throws IOException {
        int length = Chunks.length(index, size);
        if (isClean(index) && from.areZeros(index, length)) {
            return ZeroChunk.hash(length);
        }
        return from.copy(index, length, touch(index));
    }

    /** Has zeros where a chunk is, then records it. */
    void zero(int index, byte[] sha256) throws IOException {
        if (!isClean(index)) {
            touch(index).take(ByteBuffer.allocate(Chunks.length(index, size)), Chunks.offsetOf(index));
        }
        table.record(index, sha256);
    }

    void record(int index, byte[] sha256) throws IOException {
        table.record(index, sha256);
    }

    /** Writes blocks of a chunk that is not complete, then records each. */
    void save(int index, byte[] chunk, int blocks) throws IOException {
        touch(index);
        for (int block = 0; block < Chunks.BLOCKS; block++) {
            if (Chunks.has(blocks, block)) {
                ByteBuffer bytes = block(index, chunk, block);
                byte[] sha256 = Sha256.of(bytes.duplicate());
                Positioned.write(data, bytes, Chunks.offsetOf(index) + Chunks.blockFrom(block));
                table.recordBlock(index, block, sha256);
            }
        }
    }

    /** Reads those of the blocks that are as they were recorded to their places in the chunk, and returns which these are. */
    int load(int index, byte[] chunk, int blocks) throws IOException {
        int good = 0;
        for (int block = 0; block < Chunks.BLOCKS; block++) {
            good |= Chunks.has(blocks, block) && load(index, chunk, block, table.blockHash(index, block))
                    ? 1 << block
                    : 0;
        }
        return good;
    }

    private boolean load(int index, byte[] chunk, int block, byte[] sha256) throws IOException {
        ByteBuffer bytes = block(index, chunk, block);
        return sha256 != null
                && Positioned.read(data, bytes.duplicate(), Chunks.offsetOf(index) + Chunks.blockFrom(block))
                        == bytes.remaining()
                && Arrays.equals(Sha256.of(bytes), sha256);
    }

    private ByteBuffer block(int index, byte[] chunk, int block) {
        int from = Chunks.blockFrom(block);
        return ByteBuffer.wrap(chunk, from, Chunks.blockTo(block, Chunks.length(index, size)) - from);
    }

    /** Returns whether the chunk is on the disk as its hash says, and records it then. */
    boolean matches(int index, byte[] sha256) throws IOException {
        if (!Arrays.equals(hashOnDisk(index), sha256)) {
            return false;
        }
        if (!table.has(index, sha256)) {
            table.record(index, sha256); // its blocks were saved one by one
        }
        return true;
    }

    private byte[] hashOnDisk(int index) throws IOException {
        int length = Chunks.length(index, size);
        if (Zeros.are(data, Chunks.offsetOf(index), length)) {
            return ZeroChunk.hash(length);
        }
        MessageDigest digest = Sha256.digest();
        byte[] bytes = new byte[READ_BYTES];
        long end = Chunks.offsetOf(index) + Chunks.length(index, size);
        long at = Chunks.offsetOf(index);
        while (at < end) {
            int read = data.read(ByteBuffer.wrap(bytes, 0, (int) Math.min(bytes.length, end - at)), at);
            if (read < 0) {
                break;
            }
            digest.update(bytes, 0, read);
            at += read;
        }
        return digest.digest();
    }

    void drop(int index) throws IOException {
        table.drop(index);
    }

    byte[] root() throws IOException {
        return table.root();
    }

    void force() throws IOException {
        data.force(false);
        table.force();
    }

    /** Cuts what an earlier, larger file left, and has the device store the rest where {@code sync} says so. */
    void end(boolean sync) throws IOException {
        data.truncate(size);
        lock.keep(HoleyWriter.end(data, file(), size));
        if (sync) {
            data.force(true);
        }
    }

    /** Removes what is there, before others may lock it. */
    void remove() {
        if (lease.lost() == null) {
            Quietly.delete(places.part().path());
            Quietly.delete(places.state().path());
        }
    }

    @Override
    public void close() {
        Quietly.close(table);
        lease.close();
        lock.close();
    }
}
