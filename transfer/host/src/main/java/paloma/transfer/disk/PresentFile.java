package paloma.transfer.disk;

import java.io.IOException;
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
 * A file that may be here already, by its size, and is not to be replaced. It is compared and never written: one with other
 * bytes is refused, since this one exists; one that is equal gets the time and the permissions that were sent.
 */
final class PresentFile extends UnsavedFile {
    private final FileName name;
    private final FileFacts facts;
    private final StoredFile disk;

    /** Guarded by this, as the hashes are. */
    private final BitSet verified = new BitSet();

    private final byte[] hashes;

    private PresentFile(FileName name, FileFacts facts, StoredFile disk) {
        this.name = name;
        this.facts = facts;
        this.disk = disk;
        hashes = new byte[Chunks.count(facts.size()) * Sha256.BYTES];
    }

    /** Returns null when the existing file has another size, or is too large to be compared. */
    static PresentFile of(Place place, FileName name, FileFacts facts) throws IOException {
        if (Chunks.count(facts.size()) > StoredFile.MAX_CHUNKS) {
            return null;
        }
        StoredFile disk = StoredFile.open(place);
        PresentFile present = null;
        try {
            if (disk.size() == facts.size()) {
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

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) throws RefusedException {
        return Arrays.equals(Sha256.of(data, length), sha256) && check(index, sha256);
    }

    @Override
    public boolean check(int index, byte[] sha256) throws RefusedException {
        try {
            if (!Arrays.equals(disk.hash(index, Chunks.length(index, facts.size())), sha256)) {
                throw RefusedException.exists(name);
            }
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
        synchronized (this) {
            verified.set(index);
            System.arraycopy(sha256, 0, hashes, index * Sha256.BYTES, Sha256.BYTES);
        }
        return true;
    }

    @Override
    public synchronized void finish(byte[] rootSha256) throws RefusedException {
        if (verified.cardinality() * Sha256.BYTES < hashes.length) {
            throw new IllegalStateException(verified.cardinality() + " chunks are verified");
        }
        if (!Arrays.equals(Sha256.of(hashes, hashes.length), rootSha256)) {
            throw RefusedException.changed(name.shown());
        }
        try {
            disk.become(facts);
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown() + " is there, but not its time and permissions");
        }
    }

    @Override
    public void close() {
        disk.close();
    }
}
