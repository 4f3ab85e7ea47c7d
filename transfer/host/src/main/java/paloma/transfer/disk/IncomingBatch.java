package paloma.transfer.disk;

import java.util.Arrays;
import java.util.List;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** One chunk at most that arrives in memory, and is dealt with when it is whole; the verdicts on it are its answer. */
public final class IncomingBatch extends UnsavedFile {
    private final FileFacts facts;
    private final Dealing dealing;
    private byte[] bytes;
    private byte[] hash;
    private byte[] answer = new byte[0];

    private IncomingBatch(FileFacts facts, Dealing dealing) {
        this.facts = facts;
        this.dealing = dealing;
    }

    /** What is done with a whole batch. */
    public interface Dealing {
        /** @return the answer to each of its entries, if it has such */
        List<Verdict> with(byte[] batch) throws RefusedException;
    }

    /** @throws RefusedException for a size that no batch has */
    public static IncomingBatch open(FileFacts facts, Dealing dealing) throws RefusedException {
        if (facts.size() == 0 || facts.size() > Chunks.BYTES) {
            throw new RefusedException(
                    Reason.TOO_LARGE, "a batch of a tree has 1 to " + Chunks.BYTES + " bytes, not " + facts.size());
        }
        return new IncomingBatch(facts, dealing);
    }

    @Override
    public FileName name() {
        throw new UnsupportedOperationException("a batch has no name");
    }

    @Override
    public FileFacts facts() {
        return facts;
    }

    @Override
    public List<BlockRange> held(int most) {
        return List.of();
    }

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) {
        if (length != facts.size()) {
            throw new IllegalArgumentException("chunk " + index + " of " + length + " bytes");
        }
        if (!Arrays.equals(Sha256.of(data, length), sha256)) {
            return false;
        }
        synchronized (this) {
            bytes = Arrays.copyOf(data, length);
            hash = sha256;
        }
        return true;
    }

    @Override
    public synchronized boolean check(int index, byte[] sha256) {
        return Arrays.equals(hash, sha256);
    }

    /** Deals with the batch. */
    @Override
    public synchronized void finish(byte[] rootSha256) throws RefusedException {
        if (bytes == null) {
            throw new IllegalStateException("the batch is not here, or was dealt with");
        }
        if (!Arrays.equals(Sha256.of(hash, hash.length), rootSha256)) {
            throw RefusedException.changed("the batch");
        }
        byte[] whole = bytes;
        bytes = null;
        answer = Verdict.pack(dealing.with(whole));
    }

    @Override
    public synchronized byte[] answer() {
        return answer;
    }
}
