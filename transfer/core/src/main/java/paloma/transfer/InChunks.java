package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.ChunkHash;

/** The chunks of an incoming file: puts them together, and has each compared with its hash as soon as both have come. */
final class InChunks {
    /** How long a chunk may stay incomplete until what there is of it is saved; where links are fast, none is. */
    private static final long SAVE_NANOS = 1_000_000_000;

    private final long size;
    private final int window;
    private final ChunkSink sink;
    private final RepairRequests repairs;
    private final ChunkStates states;
    private final HeldChecks checks = new HeldChecks();
    private final Map<Integer, InChunk> open = new HashMap<>();
    private final byte[][] hashes;
    private byte[] root;
    private final BitSet holes = new BitSet();
    private long holeBytes;
    private boolean finishing;
    private int closed;
    private final BitSet begun = new BitSet();
    private long receivedBytes;
    private long repeatedBytes;
    private long heldBytes;

    /** Bytes from the disk in chunks that were not compared yet. */
    private final Map<Integer, Integer> loaded = new HashMap<>();

    private long saveNanos = Long.MAX_VALUE;

    /** @param window how many chunks may be open at once */
    InChunks(long size, List<BlockRange> held, int window, ChunkSink sink, RepairRequests repairs) {
        this.size = size;
        this.window = window;
        this.sink = sink;
        this.repairs = repairs;
        this.hashes = new byte[Chunks.count(size)][];
        this.states = new ChunkStates(size, held);
    }

    /** Returns how many chunks may be begun in all. */
    int credit() {
        return closed + window;
    }

    /** Returns how many chunks of a credit that was given are not used up. */
    int unused(int credit) {
        return credit - closed;
    }

    /** Returns whether the bytes count as arrived: not where they lie outside the file, or there is no room for them. */
    boolean add(long offset, ByteBuf bytes, long nowNanos) {
        if (offset + bytes.readableBytes() > size) {
            return false;
        }
        int index = Chunks.indexAt(offset);
        if (states.isSettled(index)) {
            repeatedBytes += begun.get(index) ? bytes.readableBytes() : 0;
            return true;
        }
        InChunk chunk = open.containsKey(index) ? open.get(index) : begin(index, nowNanos);
        if (chunk == null) {
            return false;
        }
        int length = bytes.readableBytes();
        int fresh = chunk.add(Chunks.within(offset), bytes);
        receivedBytes += fresh;
        repeatedBytes += chunk.holdsMore() ? 0 : length - fresh;
        if (chunk.isWhole()) {
            checks.came(nowNanos);
        }
        writeIfWhole(chunk);
        return true;
    }

    /** Takes a chunk's hash; one of a chunk that the file does not have is ignored. */
    void hash(ChunkHash entry, long nowNanos) {
        int index = entry.index();
        if (index >= hashes.length) {
            return;
        }
        hashes[index] = entry.hash();
        holes.set(index, entry.hole());
        if (states.isToCheck(index)) {
            states.compare(index);
            checks.ask(nowNanos);
            sink.check(index, entry.hash());
        } else if (open.containsKey(index)) {
            writeIfWhole(open.get(index));
        } else if (entry.hole() && states.isMissing(index)) {
            states.compare(index);
            sink.zero(index, entry.hash());
        }
    }

    void root(byte[] hash) {
        root = hash;
    }

    byte[] root() {
        return root;
    }

    /**
     * Called when the disk has loaded the blocks that it held of a chunk.
     *
     * @param good those that are still as they were recorded; without the others the whole chunk is to be sent again
     */
    void loaded(int index, int good) {
        InChunk chunk = open.get(index);
        loaded.put(index, Chunks.blockBytes(good, chunk.length));
        if (!chunk.loaded(good)) {
            closed++;
            repairs.add(index);
        }
        writeIfWhole(chunk);
    }

    /** Called when the disk has saved blocks of a chunk. */
    void saved(int index) {
        InChunk chunk = open.get(index);
        chunk.saved();
        writeIfWhole(chunk);
    }

    /** Has the blocks saved of chunks that stay incomplete. */
    void saveIncomplete(long nowNanos) {
        if (saveNanos == Long.MAX_VALUE || nowNanos - saveNanos < 0) {
            return;
        }
        saveNanos = open.isEmpty() ? Long.MAX_VALUE : nowNanos + SAVE_NANOS;
        for (InChunk chunk : open.values()) {
            if (!chunk.isLent() && nowNanos - chunk.begunNanos >= SAVE_NANOS) {
                save(chunk, chunk.unsaved());
            }
        }
    }

    /** Returns when {@link #saveIncomplete} is due, or {@link Long#MAX_VALUE}. */
    long saveNanos() {
        return saveNanos;
    }

    /** Called when the disk has compared a chunk and, if it was good, written it. */
    void written(int index, boolean good) {
        closed++;
        Integer fromDisk = loaded.remove(index);
        heldBytes += good && fromDisk != null ? fromDisk : 0;
        judged(index, good);
    }

    /** Called when the disk has compared a chunk of its own. */
    void checked(int index, boolean good, long nowNanos) {
        if (good || !holes.get(index)) {
            judged(index, good);
        } else {
            sink.zero(index, hashes[index]);
        }
        heldBytes += good ? Chunks.length(index, size) : 0;
        int unseen = checks.compared(good, nowNanos);
        for (int next = states.nextToCheck(index); next >= 0 && unseen > 0; next = states.nextToCheck(next)) {
            states.disbelieve(next);
            repairs.add(next);
            unseen--;
        }
    }

    /** Called when the disk has zeros in place of a chunk, or found that its hash is another. */
    void zeroed(int index, boolean good) {
        repairs.remove(index);
        holeBytes += good ? Chunks.length(index, size) : 0;
        judged(index, good);
    }

    private void judged(int index, boolean good) {
        states.judged(index, good);
        if (good) {
            finishIfWhole();
        } else {
            repairs.add(index);
        }
    }

    /** Has the file shown, once, when every chunk is right and the root hash has come. */
    void finishIfWhole() {
        if (root != null && !finishing && states.areAllRight()) {
            finishing = true;
            sink.finish(hashes, root);
        }
    }

    /** Returns the bytes that came, without those that came again. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** Returns the bytes that came though they had come before; what the disk held already is not counted. */
    long repeatedBytes() {
        return repeatedBytes;
    }

    /** Returns the bytes that the disk had already, as far as they were compared. */
    long heldBytes() {
        return heldBytes;
    }

    /** Returns the bytes of the chunks that are zeros and were not sent. */
    long holeBytes() {
        return holeBytes;
    }

    /** Returns the bytes of the chunks that are known to be right. */
    long verifiedBytes() {
        return Math.min((long) states.countRight() * Chunks.BYTES, size);
    }

    /** Saves what has come, and gives up all buffers: those that the disk has are its own from now on. */
    void releaseAll() {
        for (InChunk chunk : open.values()) {
            if (!chunk.isLent() && !save(chunk, chunk.unsaved())) {
                sink.release(chunk.buffer());
            }
        }
        open.clear();
    }

    private boolean save(InChunk chunk, int blocks) {
        if (blocks == 0) {
            return false;
        }
        chunk.save(blocks);
        sink.save(chunk.index, chunk.buffer(), blocks);
        return true;
    }

    private InChunk begin(int index, long nowNanos) {
        byte[] buffer = open.size() < window ? sink.buffer() : null;
        if (buffer == null) {
            return null;
        }
        InChunk chunk = new InChunk(index, Chunks.length(index, size), buffer, nowNanos);
        begun.set(index);
        open.put(index, chunk);
        int held = states.takeHeld(index);
        if (held != 0) {
            chunk.load(held);
            sink.load(index, buffer, held);
        }
        if (saveNanos == Long.MAX_VALUE) {
            saveNanos = nowNanos + SAVE_NANOS;
        }
        return chunk;
    }

    private void writeIfWhole(InChunk chunk) {
        if (chunk.isWhole() && !chunk.isLent() && hashes[chunk.index] != null) {
            open.remove(chunk.index);
            repairs.remove(chunk.index);
            states.compare(chunk.index);
            sink.write(chunk.index, chunk.buffer(), chunk.length, hashes[chunk.index]);
        }
    }
}
