package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.List;
import paloma.transfer.protection.PacketProtection;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Repair;

/**
 * Receives a file: puts its chunks together, has each compared with its hash, asks for bad ones again, and says when the
 * file is whole. Does no I/O and reads no clock; one thread at a time calls it.
 */
public final class Receiver {
    /** How long an acknowledgement may wait (RFC 9000, section 18.2: max_ack_delay, of the same default). */
    public static final long MAX_ACK_DELAY_NANOS = 25_000_000;

    private final PacketProtection sealer;
    private final int window;
    private final AckScheduler acks;
    private final RepairRequests repairs;
    private final InChunks chunks;
    private final DoneRepeats dones = new DoneRepeats();
    private byte[] answer;
    private int toldCredit;
    private long lastHeardNanos;
    private long duplicatePackets;
    private int skipped;

    /**
     * @param held what the disk has of the file already: accepted once its hash has come and agrees
     * @param window how many chunks may be under way at once: so much memory is taken, times {@link Chunks#BYTES}
     */
    public Receiver(
            PacketProtection sealer, long size, List<BlockRange> held, int window, ChunkSink sink, long nowNanos) {
        this.sealer = sealer;
        this.window = window;
        this.acks = new AckScheduler(nowNanos);
        this.repairs = new RepairRequests(Chunks.count(size), nowNanos);
        this.chunks = new InChunks(size, held, window, sink, repairs);
        this.lastHeardNanos = nowNanos;
    }

    /** Returns how many chunks may be begun in all, for the first message. */
    public int credit() {
        return chunks.credit();
    }

    public void onData(long number, Data data, long nowNanos) {
        lastHeardNanos = nowNanos;
        int length = data.bytes().readableBytes();
        if (chunks.add(data.offset(), data.bytes(), nowNanos) && !acks.came(number, length, data.ackNow(), nowNanos)) {
            duplicatePackets++;
        }
    }

    public void onHashes(long number, Hashes message, long nowNanos) {
        lastHeardNanos = nowNanos;
        acks.came(number, message.hashes().size() * Hashes.ENTRY_BYTES, false, nowNanos);
        for (ChunkHash entry : message.hashes()) {
            if (entry.index() == ChunkHash.ROOT_INDEX) {
                chunks.root(entry.hash());
            } else {
                chunks.hash(entry, nowNanos);
            }
        }
        chunks.finishIfWhole();
    }

    public void onProbe(long number, long nowNanos) {
        lastHeardNanos = nowNanos;
        acks.came(number, 0, true, nowNanos);
    }

    /** Called at any other sign of life. */
    public void heard(long nowNanos) {
        lastHeardNanos = nowNanos;
    }

    /** Called when the sender has told how many packet numbers it left out. */
    public void skipped(int numbers) {
        skipped = numbers;
    }

    /** Called when {@link ChunkSink#load} has loaded blocks: {@code good} are those that are as they were recorded. */
    public void loaded(int index, int good) {
        chunks.loaded(index, good);
    }

    /** Called when {@link ChunkSink#save} has saved blocks, or could not. */
    public void saved(int index) {
        chunks.saved(index);
    }

    /** Called when {@link ChunkSink#write} has compared the chunk and, if it is good, written it. */
    public void written(int index, boolean good) {
        chunks.written(index, good);
    }

    /** Called when {@link ChunkSink#zero} has compared the hash with that of zeros and, if it is that, has zeros there. */
    public void zeroed(int index, boolean good) {
        chunks.zeroed(index, good);
    }

    /** Called when {@link ChunkSink#check} has compared the chunk. */
    public void checked(int index, boolean good, long nowNanos) {
        chunks.checked(index, good, nowNanos);
    }

    /**
     * Called when the file is whole and under its name.
     *
     * @param said to the sender, of a batch; else nothing
     */
    public void finished(long nowNanos, byte[] said) {
        answer = said;
        acks.rest();
        dones.begin(nowNanos);
    }

    public boolean isFinished() {
        return dones.isBegun();
    }

    /** Returns when the other side was last heard of. */
    public long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** Returns the bytes that came, without those that came again. */
    public long receivedBytes() {
        return chunks.receivedBytes();
    }

    /** Returns the bytes that came though they had come before; what the disk held already is not counted. */
    public long repeatedBytes() {
        return chunks.repeatedBytes();
    }

    /** Returns the bytes that the disk had already, as far as they were compared. */
    public long heldBytes() {
        return chunks.heldBytes();
    }

    /** Returns the bytes that are zeros and were not sent for that. */
    public long holeBytes() {
        return chunks.holeBytes();
    }

    /** Returns how many packets are missing below the highest number that came: lost, or still on the way. */
    public long missingPackets() {
        return Math.max(0, acks.received().missing() - skipped);
    }

    /** Returns how many packets must have been sent, as their numbers tell. */
    public long packets() {
        return Math.max(0, acks.received().sent() - skipped);
    }

    public long duplicatePackets() {
        return duplicatePackets;
    }

    /** Returns the bytes of the chunks that are known to be right. */
    public long verifiedBytes() {
        return chunks.verifiedBytes();
    }

    /** Writes the datagram that is to leave now and returns its length in bytes, or 0 where none is. */
    public int poll(ByteBuf out, long nowNanos) {
        chunks.saveIncomplete(nowNanos);
        if (dones.isDue(nowNanos)) {
            dones.left(nowNanos);
            return sealer.seal(new Done(chunks.root(), answer), out);
        }
        if (repairs.isDue(nowNanos)) {
            return sealer.seal(new Repair(repairs.ask(nowNanos)), out);
        }
        if (credit() != toldCredit && chunks.unused(toldCredit) <= window / 2) {
            acks.hurry();
        }
        return acks.isDue(nowNanos) ? acknowledge(out, nowNanos) : 0;
    }

    /** Returns when to call {@link #poll} again at the latest, though nothing should arrive before. */
    public long wakeNanos() {
        long wake = Math.min(dones.dueNanos(), repairs.dueNanos());
        return Math.min(acks.dueNanos(), Math.min(wake, chunks.saveNanos()));
    }

    /** Has saved what is in memory, and releases that; the receiver answers nothing after this. */
    public void close() {
        chunks.releaseAll();
    }

    private int acknowledge(ByteBuf out, long nowNanos) {
        toldCredit = credit();
        int bytes = sealer.seal(acks.ack(toldCredit, nowNanos), out);
        acks.left(bytes, nowNanos);
        return bytes;
    }
}
