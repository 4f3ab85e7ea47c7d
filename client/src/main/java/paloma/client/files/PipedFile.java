package paloma.client.files;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import paloma.net.StandardOutput;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.ZeroChunk;
import paloma.transfer.disk.UnsavedFile;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/**
 * A file that goes to a pipe as it arrives: each chunk is compared with its hash, then written in its turn. One thread at
 * a time waits for the pipe. What came early stays in memory, and as {@link #whenStored} keeps it from counting, the sender
 * waits with more. A later attempt goes on where an earlier one ended.
 */
final class PipedFile extends UnsavedFile {
    private final PrintStream out;
    private final Map<Integer, Chunk> early = new HashMap<>();
    private final BitSet holes = new BitSet();
    private final Map<Integer, Runnable> waiting = new HashMap<>();

    /** Of what was written, in its order. */
    private final List<byte[]> hashes = new ArrayList<>();

    private FileFacts facts;
    private int window;
    private int damaged;
    private boolean writing;
    private RefusedException failure;

    private record Chunk(byte[] bytes, byte[] sha256) {}

    PipedFile(PrintStream out) {
        this.out = out;
    }

    /**
     * Begins an attempt.
     *
     * @param chunks that the sender may begin before one of them is written
     */
    synchronized PipedFile open(FileFacts described, int chunks) throws RefusedException {
        if (facts != null && facts.size() != described.size()) {
            throw changed();
        }
        facts = described;
        window = Math.max(window, chunks);
        return this;
    }

    /** Returns what was written, before the file is described again. */
    synchronized List<BlockRange> written() {
        return facts == null ? List.of() : held(BlockRange.MAX_IN_LIST);
    }

    @Override
    public FileName name() {
        throw new UnsupportedOperationException("a pipe has no name");
    }

    @Override
    public synchronized FileFacts facts() {
        return facts;
    }

    @Override
    public synchronized List<BlockRange> held(int most) {
        BlockSet held = new BlockSet(facts.size());
        for (int index = 0; index < hashes.size(); index++) {
            held.addChunk(index);
        }
        return held.longest(most);
    }

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) throws RefusedException {
        boolean right = Arrays.equals(Sha256.of(data, length), sha256);
        if (right) {
            keep(index, new Chunk(Arrays.copyOf(data, length), sha256));
            writeInTurn();
        } else {
            countDamaged();
        }
        return right;
    }

    @Override
    public boolean zero(int index, byte[] sha256) throws RefusedException {
        boolean right = Arrays.equals(ZeroChunk.hash(Chunks.length(index, facts().size())), sha256);
        if (right) {
            keepHole(index, sha256);
            writeInTurn();
        }
        return right;
    }

    /** A hole needs no credit, and no memory before its turn. */
    private synchronized void keepHole(int index, byte[] sha256) throws RefusedException {
        if (failure != null) {
            throw failure;
        }
        if (index >= hashes.size()) {
            holes.set(index);
        } else {
            check(index, sha256);
        }
    }

    private synchronized void countDamaged() {
        damaged++; // it counts as taken, so one more may be begun
    }

    private synchronized void keep(int index, Chunk chunk) throws RefusedException {
        if (failure != null) {
            throw failure;
        }
        if (index >= hashes.size() && early.size() >= window + damaged) {
            throw new RefusedException(Reason.PROTOCOL, "the server sends more than it was let");
        }
        if (index >= hashes.size()) {
            early.put(index, chunk);
        } else {
            check(index, chunk.sha256());
        }
    }

    private void writeInTurn() throws RefusedException {
        for (Chunk chunk = next(); chunk != null; chunk = next()) {
            try {
                print(chunk.bytes());
            } catch (RefusedException e) {
                failed(e);
                throw e;
            }
            stored(chunk.sha256()).run();
        }
    }

    /** Returns the chunk whose turn it is; null where it has not come, or where another thread writes. */
    private synchronized Chunk next() {
        Chunk chunk = writing || failure != null ? null : takeNext();
        writing |= chunk != null;
        return chunk;
    }

    private Chunk takeNext() {
        int index = hashes.size();
        if (!holes.get(index)) {
            return early.remove(index);
        }
        holes.clear(index);
        int length = Chunks.length(index, facts.size());
        return new Chunk(new byte[length], ZeroChunk.hash(length));
    }

    private synchronized Runnable stored(byte[] sha256) {
        writing = false;
        hashes.add(sha256);
        return Optional.ofNullable(waiting.remove(hashes.size() - 1)).orElse(() -> {});
    }

    private synchronized void failed(RefusedException why) {
        failure = why;
        early.clear();
    }

    /** Runs {@code then} when the chunk is written. */
    @Override
    public void whenStored(int index, Runnable then) {
        if (isStored(index, then)) {
            then.run();
        }
    }

    private synchronized boolean isStored(int index, Runnable then) {
        boolean stored = index < hashes.size();
        if (!stored) {
            waiting.put(index, then);
        }
        return stored;
    }

    @Override
    public synchronized boolean check(int index, byte[] sha256) throws RefusedException {
        if (index >= hashes.size()) {
            return false;
        }
        if (!Arrays.equals(hashes.get(index), sha256)) {
            throw changed();
        }
        return true;
    }

    @Override
    public synchronized void finish(byte[] rootSha256) throws RefusedException {
        if (hashes.size() < Chunks.count(facts.size())) {
            throw new IllegalStateException(hashes.size() + " chunks are written");
        }
        if (!Arrays.equals(Sha256.root(hashes.toArray(byte[][]::new)), rootSha256)) {
            throw changed();
        }
    }

    private void print(byte[] bytes) throws RefusedException {
        out.write(bytes, 0, bytes.length);
        Optional<IOException> lost = StandardOutput.takeFailure(out);
        if (lost.isPresent()) {
            throw new RefusedException(
                    Reason.DISK_ERROR,
                    "standard output took not all of it (" + StandardOutput.reason(lost.get()) + ")");
        }
    }

    private static RefusedException changed() {
        return new RefusedException(
                Reason.CHANGED_WHILE_READ,
                "the file changed on the server while it was read; what went to standard output is of no use");
    }
}
