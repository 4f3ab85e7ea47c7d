package paloma.transfer.disk;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;

/**
 * A file that seems to be here already, by its size and its time, as after a transfer whose end the sender missed. It
 * is compared and never written: a different file of the same size and time is refused, since this one exists.
 */
final class PresentFile implements IncomingFile {
    /** Bounds the memory for hashes to 32 MiB, which is 1 TiB of file. */
    private static final int MAX_CHUNKS = 1 << 20;

    private final FileName name;
    private final FileFacts facts;
    private final OutgoingFile disk;

    /** Guarded by this, as the hashes are. */
    private final BitSet verified = new BitSet();

    private final byte[] hashes;

    private PresentFile(FileName name, FileFacts facts, OutgoingFile disk) {
        this.name = name;
        this.facts = facts;
        this.disk = disk;
        hashes = new byte[Chunks.count(facts.size()) * Sha256.BYTES];
    }

    /** Returns null when the existing file has another size or time, or is too large to be compared. */
    static PresentFile of(Place place, FileName name, FileFacts facts) throws RefusedException {
        if (Chunks.count(facts.size()) > MAX_CHUNKS) {
            return null;
        }
        DiskFile disk = DiskFile.open(place, name);
        PresentFile present = null;
        try {
            if (disk.facts().size() == facts.size() && disk.facts().modifiedNanos() == facts.modifiedNanos()) {
                present = new PresentFile(name, facts, disk);
            }
            return present;
        } finally {
            if (present == null) {
                disk.close();
            }
        }
    }

    @Override
    public FileName name() {
        return name;
    }

    @Override
    public FileFacts facts() {
        return facts;
    }

    @Override
    public List<BlockRange> held(int most) {
        return BlockSet.all(facts.size()).longest(most);
    }

    /** Returns none: whole chunks are compared. */
    @Override
    public int load(int index, byte[] into, int blocks) {
        return 0;
    }

    @Override
    public void save(int index, byte[] data, int blocks) {}

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) throws RefusedException {
        return Arrays.equals(Sha256.of(data, length), sha256) && check(index, sha256);
    }

    @Override
    public boolean check(int index, byte[] sha256) throws RefusedException {
        if (!Arrays.equals(disk.hash(index), sha256)) {
            throw RefusedException.exists(name);
        }
        synchronized (this) {
            verified.set(index);
            System.arraycopy(sha256, 0, hashes, index * Sha256.BYTES, Sha256.BYTES);
        }
        return true;
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void writeOut() {}

    @Override
    public synchronized void finish(byte[] rootSha256) throws RefusedException {
        if (verified.cardinality() * Sha256.BYTES < hashes.length) {
            throw new IllegalStateException(verified.cardinality() + " chunks are verified");
        }
        if (!Arrays.equals(Sha256.of(hashes, hashes.length), rootSha256)) {
            throw RefusedException.changed(name.shown());
        }
    }

    @Override
    public void close() {
        disk.close();
    }

    @Override
    public void discard() {
        close();
    }
}
