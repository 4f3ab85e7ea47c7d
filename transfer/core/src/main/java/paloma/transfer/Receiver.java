package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.ChunkRange;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Repair;
import paloma.transfer.wire.Wire;

/**
 * Receives a file: puts its chunks together, has each compared with its hash, asks for bad ones again, and says when all
 * is well. Does no I/O and reads no clock; one thread at a time calls it.
 */
public final class Receiver {
    /** How long an acknowledgement may wait (RFC 9000, section 18.2: max_ack_delay, of the same default). */
    public static final long MAX_ACK_DELAY_NANOS = 25_000_000;

    private static final long REPEAT_NANOS = 200_000_000;
    private static final long SECOND_DONE_NANOS = 5_000_000;
    private static final int MAX_DONES = 40;
    private static final int MAX_REPAIRS_A_PACKET = 100;

    private final long transfer;
    private final long size;
    private final int count;
    private final ChunkSink sink;
    private final int window;
    private final AckScheduler acks = new AckScheduler();
    private final Map<Integer, InChunk> open = new HashMap<>();
    private final Map<Integer, Integer> bad = new HashMap<>();
    private final Map<Integer, Integer> attempts = new HashMap<>();
    private final BitSet held = new BitSet();
    private final BitSet asked = new BitSet();
    private final BitSet verified = new BitSet();
    private final byte[][] hashes;
    private byte[] root;
    private int closedChunks;
    private int toldCredit;
    private boolean finishing;
    private boolean finished;
    private int dones;
    private long nextDoneNanos;
    private long nextRepairNanos;
    private long lastHeardNanos;
    private long receivedBytes;
    private long duplicatePackets;

    /**
     * @param held what the disk has of the file already: accepted once its hash has come and agrees
     * @param window how many chunks may be under way at once: so much memory is taken, times {@link Chunks#BYTES}
     */
    public Receiver(long transfer, long size, List<ChunkRange> held, int window, ChunkSink sink, long nowNanos) {
        this.transfer = transfer;
        this.size = size;
        this.count = Chunks.count(size);
        this.window = window;
        this.sink = sink;
        this.hashes = new byte[count][];
        this.lastHeardNanos = nowNanos;
        for (ChunkRange range : held) {
            this.held.set(Math.min(range.first(), count), (int) Math.min((long) range.first() + range.count(), count));
        }
    }

    /** Returns how many chunks may be begun in all, for the first message. */
    public int credit() {
        return closedChunks + window;
    }

    public void onData(Data data, long nowNanos) {
        lastHeardNanos = nowNanos;
        ByteBuf bytes = data.bytes();
        int length = bytes.readableBytes();
        if (data.offset() + length > size || !place(data, bytes)) {
            return;
        }
        if (!acks.came(data.number(), length, data.ackNow(), nowNanos)) {
            duplicatePackets++;
        }
    }

    public void onHashes(Hashes message, long nowNanos) {
        lastHeardNanos = nowNanos;
        acks.came(message.number(), message.hashes().size() * Hashes.ENTRY_BYTES, false, nowNanos);
        for (ChunkHash entry : message.hashes()) {
            if (entry.index() == ChunkHash.ROOT_INDEX) {
                root = entry.hash();
            } else if (entry.index() < count) {
                hashed(entry.index(), entry.hash());
            }
        }
        finishIfWhole();
    }

    public void onProbe(Probe probe, long nowNanos) {
        lastHeardNanos = nowNanos;
        acks.came(probe.number(), 0, true, nowNanos);
    }

    /** Takes what came of {@link ChunkSink#write}. */
    public void written(int index, boolean good) {
        closedChunks++;
        judged(index, good);
    }

    /** Takes what came of {@link ChunkSink#check}. */
    public void checked(int index, boolean good) {
        held.clear(index);
        judged(index, good);
    }

    /** Called when the file is whole and under its name. */
    public void finished(long nowNanos) {
        finished = true;
        acks.rest();
        nextDoneNanos = nowNanos;
    }

    public boolean isFinished() {
        return finished;
    }

    /** Returns when anything was heard of the other side. */
    public long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** Returns the bytes that came, without those that came again. */
    public long receivedBytes() {
        return receivedBytes;
    }

    /** Returns how many packets are missing below the highest number that came: lost, or still on the way. */
    public long missingPackets() {
        return acks.missing();
    }

    public long packets() {
        return acks.packets();
    }

    public long duplicatePackets() {
        return duplicatePackets;
    }

    /** Returns the bytes of the chunks that are known to be right. */
    public long verifiedBytes() {
        long whole = (long) verified.cardinality() * Chunks.BYTES;
        return Math.min(whole, size);
    }

    /** Writes the datagram that is to leave now and gives its length, or 0 where nothing is. */
    public int poll(ByteBuf out, long nowNanos) {
        if (finished && nowNanos - nextDoneNanos >= 0 && dones < MAX_DONES) {
            nextDoneNanos = nowNanos + (dones++ == 0 ? SECOND_DONE_NANOS : REPEAT_NANOS);
            return Wire.encode(new Done(transfer, root), out);
        }
        if (!bad.isEmpty() && nowNanos - nextRepairNanos >= 0) {
            nextRepairNanos = nowNanos + REPEAT_NANOS;
            return Wire.encode(new Repair(transfer, repairs()), out);
        }
        if (credit() != toldCredit && toldCredit - closedChunks <= window / 2) {
            acks.hurry();
        }
        if (!acks.isDue(nowNanos)) {
            return 0;
        }
        toldCredit = credit();
        int bytes = Wire.encode(acks.ack(transfer, toldCredit, nowNanos), out);
        acks.left(bytes, nowNanos);
        return bytes;
    }

    public long wakeNanos() {
        long wake = acks.dueNanos();
        if (finished && dones < MAX_DONES) {
            wake = Math.min(wake, nextDoneNanos);
        }
        return bad.isEmpty() ? wake : Math.min(wake, nextRepairNanos);
    }

    /** Releases what is held in memory; the receiver answers nothing after this. */
    public void close() {
        open.values().forEach(chunk -> sink.release(chunk.buffer()));
        open.clear();
    }

    /** Returns whether the packet counts as arrived: not where there is no room for what it carries. */
    private boolean place(Data data, ByteBuf bytes) {
        int index = Chunks.indexAt(data.offset());
        if (verified.get(index) || asked.get(index) || held.get(index)) {
            return true;
        }
        InChunk chunk = open.get(index);
        if (chunk == null) {
            chunk = begin(index);
            if (chunk == null) {
                return false;
            }
        }
        receivedBytes += chunk.add(Chunks.within(data.offset()), bytes);
        writeIfWhole(chunk);
        return true;
    }

    private InChunk begin(int index) {
        byte[] buffer = open.size() < window ? sink.buffer() : null;
        if (buffer == null) {
            return null;
        }
        InChunk chunk = new InChunk(index, Chunks.length(index, size), buffer);
        open.put(index, chunk);
        return chunk;
    }

    private void hashed(int index, byte[] hash) {
        hashes[index] = hash;
        if (held.get(index) && !asked.get(index)) {
            asked.set(index);
            sink.check(index, hash);
        } else if (open.containsKey(index)) {
            writeIfWhole(open.get(index));
        }
    }

    private void writeIfWhole(InChunk chunk) {
        if (chunk.isWhole() && hashes[chunk.index] != null) {
            open.remove(chunk.index);
            bad.remove(chunk.index); // not before: what came may be late copies of the bad bytes
            asked.set(chunk.index);
            sink.write(chunk.index, chunk.buffer(), chunk.length, hashes[chunk.index]);
        }
    }

    private void judged(int index, boolean good) {
        asked.clear(index);
        if (good) {
            verified.set(index);
            finishIfWhole();
        } else {
            bad.put(index, attempts.merge(index, 1, Integer::sum));
        }
    }

    private void finishIfWhole() {
        if (root != null && !finishing && verified.cardinality() == count) {
            finishing = true;
            sink.finish(hashes, root);
        }
    }

    private List<Repair.Entry> repairs() {
        List<Repair.Entry> entries = new ArrayList<>();
        for (Map.Entry<Integer, Integer> chunk : bad.entrySet()) {
            if (entries.size() < MAX_REPAIRS_A_PACKET) {
                entries.add(new Repair.Entry(chunk.getKey(), Math.min(chunk.getValue(), 255)));
            }
        }
        return entries;
    }
}
