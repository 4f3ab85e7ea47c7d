package paloma.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import paloma.transfer.wire.BlockRange;

/** The chunks of an outgoing file: which to read ahead, which to send next, which the other side holds. */
final class OutChunks {
    /** Enough that the disk is never waited for, little enough for a hundred transfers at once. */
    private static final int READ_AHEAD = 3;

    /** One that the disk reads and one that is hashed. */
    private static final int HASHES_AT_ONCE = 2;

    /** With more of them the network has enough to do: hashing further ahead would only take the processor's time. */
    private static final int REPAIRS_AHEAD = 8;

    private final long size;
    private final int count;
    private final ChunkSource source;
    private final List<OutChunk> resident = new ArrayList<>();
    private final Queue<Integer> repairs = new ArrayDeque<>();
    private final BlockSet held;
    private final HeldProof proof;

    /** Their hash comes when they are read. */
    private final BitSet repaired = new BitSet();

    /** How often each was asked for: the first time may be before its hash came, so it still may be a hole. */
    private final Attempts attempts;

    private final Set<Integer> hashing = new HashSet<>();
    private int nextToRead;
    private int nextToHash;
    private long begun;
    private long credit;

    /** @param credit unsigned */
    OutChunks(long size, int credit, ChunkSource source) {
        this.size = size;
        this.count = Chunks.count(size);
        this.credit = Integer.toUnsignedLong(credit);
        this.source = source;
        this.held = new BlockSet(size);
        this.proof = new HeldProof(size);
        this.attempts = new Attempts(count);
    }

    int count() {
        return count;
    }

    /** Called when the other side says what it has: a hash proves that, and no bytes are sent, not even of a chunk begun. */
    void heldBy(List<BlockRange> ranges) {
        held.add(ranges);
        proof.claimed(ranges);
        nextToHash = 0; // the search may have reached the end before anything was held
        for (OutChunk chunk : List.copyOf(resident)) {
            begun -= held.hasChunk(chunk.index) && chunk.isBegun() ? 1 : 0;
            if (chunk.heldBy(held.in(chunk.index))) {
                drop(chunk);
            }
            held.removeChunk(chunk.index); // reading it brings its hash
        }
    }

    /** Takes how many chunks may be begun in all, unsigned; less than was granted already takes nothing back. */
    void credit(int chunks) {
        credit = Math.max(credit, Integer.toUnsignedLong(chunks));
    }

    void repair(int index) {
        repairs.add(index);
        repaired.set(index);
        attempts.increment(index);
        proof.refuted(index);
    }

    /** Returns the bytes that the other side has on its disk and that were not sent, as far as that has been looked at. */
    long heldBytes() {
        return proof.bytes();
    }

    /** Asks the source for what will be needed next. */
    void readAhead() {
        while (waiting() < READ_AHEAD) {
            OutChunk chunk = nextToBegin();
            if (chunk == null) {
                break;
            }
            resident.add(chunk);
            source.read(chunk.index, attempts.of(chunk.index) <= 1);
        }
        while (hashing.size() < HASHES_AT_ONCE && repairs.size() < REPAIRS_AHEAD) {
            int index = held.nextChunk(nextToHash);
            if (index < 0) {
                return;
            }
            nextToHash = index + 1;
            if (!repaired.get(index)) {
                hashing.add(index);
                source.hash(index);
            }
        }
    }

    void read(int index, byte[] data) {
        OutChunk chunk = find(index);
        if (chunk == null || chunk.data() != null) {
            source.release(data);
        } else {
            chunk.read(data);
        }
    }

    void hashed(int index) {
        hashing.remove(index);
        proof.hashed(index);
    }

    /** Called when a chunk is all zeros. */
    void hole(int index) {
        hashing.remove(index);
        proof.hole(index);
        OutChunk chunk = find(index);
        if (chunk != null && chunk.data() == null) {
            drop(chunk);
        }
    }

    /** Returns the bytes of holes that the other side did not have. */
    long holeBytes() {
        return proof.holeBytes();
    }

    /** Returns the chunk whose bytes are next to be sent for the first time, or null: none is read, or no credit left. */
    OutChunk next() {
        for (OutChunk chunk : resident) {
            if (!chunk.isSent()) {
                boolean ready = chunk.data() != null && (chunk.isBegun() || begun < credit);
                return ready ? chunk : null;
            }
        }
        return null;
    }

    void sent(OutChunk chunk, long packet, int bytes) {
        begun += chunk.isBegun() ? 0 : 1;
        chunk.sent(packet, bytes);
    }

    /** Returns the chunk if it is still being sent, else null. */
    OutChunk find(int index) {
        for (OutChunk chunk : resident) {
            if (chunk.index == index) {
                return chunk;
            }
        }
        return null;
    }

    void acked(long packet, long offset, int length) {
        OutChunk chunk = find(Chunks.indexAt(offset));
        if (chunk != null && chunk.acked(packet, Chunks.within(offset), length)) {
            drop(chunk);
        }
    }

    /** Returns whether bytes that were lost are to be sent again: not those that will be sent anyway. */
    boolean isMissing(long offset, int length) {
        OutChunk chunk = find(Chunks.indexAt(offset));
        return chunk != null && chunk.isMissing(Chunks.within(offset), length);
    }

    /** Returns whether every byte that must be sent has been sent once. */
    boolean isAllSent() {
        return repairs.isEmpty() && peekUnheld() >= count && waiting() == 0;
    }

    void releaseAll() {
        List.copyOf(resident).forEach(this::drop);
    }

    private void drop(OutChunk chunk) {
        resident.remove(chunk);
        if (chunk.data() != null) {
            source.release(chunk.data());
        }
    }

    private int waiting() {
        int waiting = 0;
        for (OutChunk chunk : resident) {
            waiting += chunk.isSent() ? 0 : 1;
        }
        return waiting;
    }

    /** Returns a chunk to read, or null; of one that was bad, what the other side held of it is sent too. */
    private OutChunk nextToBegin() {
        if (!repairs.isEmpty() && find(repairs.peek()) == null) {
            return chunk(repairs.remove());
        }
        nextToRead = peekUnheld();
        if (nextToRead >= count) {
            return null;
        }
        OutChunk chunk = chunk(nextToRead++);
        chunk.heldBy(held.in(chunk.index));
        return chunk;
    }

    private OutChunk chunk(int index) {
        return new OutChunk(index, Chunks.length(index, size));
    }

    private int peekUnheld() {
        return held.nextIncomplete(nextToRead);
    }
}
