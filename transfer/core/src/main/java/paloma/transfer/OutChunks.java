package paloma.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import paloma.transfer.wire.BlockRange;

/** The chunks of an outgoing file: which to read ahead, which to send next, which the other side holds. */
final class OutChunks {
    /** Enough that the disk is never waited for, little enough for a hundred transfers at once. */
    private static final int READ_AHEAD = 3;

    /** One that the disk reads and one that is hashed. */
    private static final int HASHES_AT_ONCE = 2;

    private final long size;
    private final int count;
    private final ChunkSource source;
    private final List<OutChunk> resident = new ArrayList<>();
    private final Queue<Integer> repairs = new ArrayDeque<>();
    private final BitSet held = new BitSet();
    private int nextToRead;
    private int nextToHash;
    private int hashing;
    private long begun;
    private long credit;

    /** @param credit unsigned */
    OutChunks(long size, int credit, ChunkSource source) {
        this.size = size;
        this.count = Chunks.count(size);
        this.credit = Integer.toUnsignedLong(credit);
        this.source = source;
    }

    int count() {
        return count;
    }

    /** Called when the other side says what it has: a hash proves that, and no bytes are sent, not even of a chunk begun. */
    void heldBy(List<BlockRange> ranges) {
        Chunks.add(ranges, count, held);
        nextToHash = 0; // the search may have reached the end before anything was held
        for (OutChunk chunk : List.copyOf(resident)) {
            if (held.get(chunk.index)) {
                begun -= chunk.sent() > 0 ? 1 : 0;
                held.clear(chunk.index); // reading it brings its hash
                drop(chunk);
            }
        }
    }

    /** Takes how many chunks may be begun in all, unsigned; less than was granted already takes nothing back. */
    void credit(int chunks) {
        credit = Math.max(credit, Integer.toUnsignedLong(chunks));
    }

    void repair(int index) {
        repairs.add(index);
    }

    /** Asks the source for what will be needed next. */
    void readAhead() {
        while (waiting() < READ_AHEAD) {
            int index = nextIndex();
            if (index < 0) {
                break;
            }
            resident.add(new OutChunk(index, Chunks.length(index, size)));
            source.read(index);
        }
        while (hashing < HASHES_AT_ONCE) {
            int index = held.nextSetBit(nextToHash);
            if (index < 0) {
                return;
            }
            hashing++;
            nextToHash = index + 1;
            source.hash(index);
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
        if (held.get(index) && hashing > 0) {
            hashing--;
        }
    }

    /** Returns the chunk whose bytes are next to be sent for the first time, or null: none is read, or no credit left. */
    OutChunk next() {
        for (OutChunk chunk : resident) {
            if (!chunk.isSent()) {
                boolean ready = chunk.data() != null && (chunk.sent() > 0 || begun < credit);
                return ready ? chunk : null;
            }
        }
        return null;
    }

    void sent(OutChunk chunk, int bytes) {
        if (chunk.sent() == 0) {
            begun++;
        }
        chunk.sent(bytes);
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

    void acked(long offset, int length) {
        OutChunk chunk = find(Chunks.indexAt(offset));
        if (chunk != null && chunk.acked(Chunks.within(offset), length)) {
            drop(chunk);
        }
    }

    boolean isAcked(long offset, int length) {
        OutChunk chunk = find(Chunks.indexAt(offset));
        return chunk == null || chunk.isAcked(Chunks.within(offset), length);
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

    private int nextIndex() {
        if (!repairs.isEmpty() && find(repairs.peek()) == null) {
            return repairs.remove();
        }
        nextToRead = peekUnheld();
        return nextToRead < count ? nextToRead++ : -1;
    }

    private int peekUnheld() {
        return held.nextClearBit(nextToRead);
    }
}
