package paloma.transfer.disk;

import java.io.IOException;
import java.util.Arrays;
import paloma.transfer.BlockSet;
import paloma.transfer.Sha256;

/** For a file of one chunk or none: it has a state on the disk only when blocks of it had to be saved. */
final class OneChunk implements ChunkTable {
    private final Place place;
    private final long size;
    private PartState blocks;
    private byte[] hash = new byte[0];

    /** @param place of the state */
    OneChunk(Place place, long size) throws IOException {
        this.place = place;
        this.size = size;
        if (Places.attributes(place.path()) != null) {
            blocks = PartState.open(place, size);
        }
    }

    @Override
    public synchronized BlockSet held(long written) throws IOException {
        return blocks == null ? new BlockSet(size) : blocks.held(written);
    }

    @Override
    public synchronized BlockSet onDisk(long length) throws IOException {
        return blocks == null ? new BlockSet(size) : blocks.onDisk(length);
    }

    @Override
    public synchronized void record(int index, byte[] sha256) {
        hash = sha256.clone();
    }

    @Override
    public synchronized void recordBlock(int index, int block, byte[] sha256) throws IOException {
        if (blocks == null) {
            blocks = PartState.open(place, size);
        }
        blocks.recordBlock(index, block, sha256);
    }

    @Override
    public synchronized void drop(int index) throws IOException {
        hash = new byte[0];
        if (blocks != null) {
            blocks.drop(index);
        }
    }

    @Override
    public synchronized boolean has(int index, byte[] sha256) {
        return Arrays.equals(hash, sha256);
    }

    @Override
    public synchronized byte[] blockHash(int index, int block) {
        return blocks == null ? null : blocks.blockHash(index, block);
    }

    @Override
    public synchronized byte[] root() {
        return Sha256.of(hash, hash.length);
    }

    @Override
    public synchronized void force() throws IOException {
        if (blocks != null) {
            blocks.force();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (blocks != null) {
            blocks.close();
        }
    }
}
