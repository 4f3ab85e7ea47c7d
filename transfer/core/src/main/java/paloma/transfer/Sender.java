package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.List;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.congestion.SavedPath;
import paloma.transfer.protection.PacketProtection;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Repair;
import paloma.transfer.wire.Wire;

/**
 * Sends a file: decides what leaves next and when, and what is lost (RFC 9002). Does no I/O and reads no clock; one
 * thread at a time calls it.
 */
public final class Sender {
    /** After so many probe timeouts in a row the path may have stopped carrying large datagrams (RFC 8899, section 4.3). */
    private static final int BLACK_HOLE_TIMEOUTS = 3;

    private final Macroflow flow;
    private final OutChunks chunks;
    private final OutHashes hashes;
    private final Repairs repairs;
    private final PathMtu mtu;
    private final RttEstimator rtt = new RttEstimator();
    private final SentPackets packets;
    private final SendQueue queue;
    private final SendLimits limits;
    private final LossTally tally = new LossTally();
    private final AckProcessor acks;
    private final LossDetection losses;
    private final ProbeTimeout timeout;
    private final Stored stored;

    private final long startNanos;
    private long lastHeardNanos;
    private long sentBytes;
    private boolean isAwaitingAccept;
    private boolean isFirstWord = true;

    /**
     * @param size of the file in bytes
     * @param provenBytes the largest datagram that is known to pass the path
     * @param limitBytes the largest that this host and its peer can handle
     * @param credit chunks that may be begun before the first acknowledgement
     * @param flow that its packets are part of, with those of other senders to the same host
     */
    public Sender(
            PacketProtection sealer,
            long size,
            int provenBytes,
            int limitBytes,
            int credit,
            Macroflow flow,
            ChunkSource source,
            long nowNanos) {
        this.flow = flow;
        this.packets = new SentPackets(flow);
        this.chunks = new OutChunks(size, credit, source);
        this.hashes = new OutHashes(chunks.count(), source);
        this.repairs = new Repairs(chunks);
        this.mtu = new PathMtu(Wire.SAFE_BYTES, provenBytes, limitBytes);
        this.queue = new SendQueue(sealer, size, chunks, hashes, mtu, rtt, packets, tally);
        this.limits = new SendLimits(flow, packets, mtu, nowNanos);
        this.acks = new AckProcessor(flow, packets, rtt, mtu, queue, tally);
        this.losses = new LossDetection(packets, rtt, mtu, queue, tally);
        this.stored = new Stored(size);
        this.timeout = new ProbeTimeout(rtt, nowNanos);
        this.startNanos = nowNanos;
        this.lastHeardNanos = nowNanos;
        chunks.readAhead();
        hashes.askForRoot();
    }

    /** Bounds the rate, in bytes a second on the wire. */
    public void limitRate(double bytesPerSecond) {
        limitRate(bytesPerSecond, bytesPerSecond == Double.MAX_VALUE ? RateLimit.NONE : RateLimit.of(bytesPerSecond));
    }

    /**
     * Bounds the rate.
     *
     * @param bytesPerSecond of this file
     * @param shared of this file and others together
     */
    public void limitRate(double bytesPerSecond, RateLimit shared) {
        limits.limitRate(bytesPerSecond, shared);
    }

    /** Called when the cookie has shown the path: the largest datagram that passed, and the round trip. */
    public void path(int provenBytes, long roundTripNanos, long nowNanos) {
        mtu.proven(provenBytes);
        roundTrip(roundTripNanos);
        lastHeardNanos = nowNanos;
        timeout.restart(nowNanos);
        isAwaitingAccept = true;
    }

    /** Called before the first acknowledgement with how many packets the path is known to take at once. */
    public void begin(int packets) {
        limits.begin(packets);
    }

    /** Called when a round trip was measured before the first packet. */
    public void roundTrip(long nanos) {
        rtt.sample(nanos, 0);
    }

    /**
     * Called when the receiver has accepted the transfer.
     *
     * @param held what it has on its disk
     * @param credit chunks that may be begun in all
     * @param largestBytes the largest datagram that it takes
     */
    public void accepted(List<BlockRange> held, int credit, int largestBytes, long nowNanos) {
        lastHeardNanos = nowNanos;
        if (isAwaitingAccept) {
            isAwaitingAccept = false;
            timeout.restart(nowNanos);
        }
        mtu.limit(Math.max(largestBytes, Wire.SAFE_BYTES));
        chunks.heldBy(held);
        stored.accepted(held, credit);
        chunks.credit(credit);
        chunks.readAhead();
    }

    /** Called when a chunk has been read; {@link ChunkSource#release} hands the buffer back. */
    public void chunkRead(int index, byte[] buffer) {
        chunks.read(index, buffer);
    }

    public void chunkHashed(int index, byte[] hash) {
        hashes.add(index, hash);
        chunks.hashed(index);
        chunks.readAhead();
        hashes.askForRoot();
    }

    /** Called when a chunk is all zeros: its hash says so, and its bytes are not sent. */
    public void chunkIsHole(int index, byte[] hash) {
        hashes.addHole(index, hash);
        chunks.hole(index);
        chunks.readAhead();
        hashes.askForRoot();
    }

    public void rootHashed(byte[] root) {
        hashes.root(root);
    }

    /**
     * Called when an acknowledgement has come; returns false where it is of packets that were never sent (RFC 9000,
     * sections 13.1 and 21.4): its sender lies, and the transfer is to end.
     *
     * @param number of the packet that brought it
     */
    public boolean onAck(long number, Ack ack, long nowNanos) {
        alive(nowNanos);
        chunks.credit(ack.credit());
        stored.credit(ack.credit());
        NewlyAcked acked = acks.take(number, ack, nowNanos);
        if (acked == null) {
            return false;
        }
        losses.detect(nowNanos);
        if (!acked.isEmpty() || tally.hasLost()) {
            limits.onAck(acked, tally, acks.arrivalMicros(), acks.areAcksLost());
            tally.beginSample();
        }
        chunks.readAhead();
        return true;
    }

    /** Called when the receiver asks for bad chunks again; returns false when one was bad too often. */
    public boolean onRepair(Repair repair, long nowNanos) {
        alive(nowNanos);
        repairs.take(repair);
        stored.repair(repair.entries().size());
        chunks.readAhead();
        return !repairs.isHopeless();
    }

    /** Returns how many packet numbers carried nothing of the file. */
    public int skippedNumbers() {
        return packets.skipped();
    }

    /**
     * Called when the path is another one (RFC 9000, section 9.4): what is known of the old one does not count, and what
     * was on its way there leaves again.
     */
    public void moved(CongestionControl fresh, long nowNanos) {
        isFirstWord = false; // what is heard there answers nothing that began the transfer
        rtt.reset();
        mtu.moved();
        limits.moved(fresh, nowNanos);
        for (long n = packets.lowest(); n < packets.next(); n++) {
            if (packets.isInFlight(n)) {
                packets.lost(n);
                queue.again(n);
            }
        }
        alive(nowNanos);
        timeout.restart(nowNanos);
    }

    /** Returns how many bytes of the file are surely on the receiver's disk; there may be more. */
    public long storedBytes() {
        return stored.bytes();
    }

    /** Returns the bytes that the other side had already, as far as that has been looked at. */
    public long heldBytes() {
        return chunks.heldBytes();
    }

    /** Returns the bytes that are zeros and need not be sent for that. */
    public long holeBytes() {
        return chunks.holeBytes();
    }

    /** Called at any other sign of life. */
    public void heard(long nowNanos) {
        alive(nowNanos);
        if (isFirstWord && !rtt.isKnown() && nowNanos > startNanos) {
            roundTrip(nowNanos - startNanos); // the first word is the answer to what began the transfer
        }
        isFirstWord = false;
    }

    private void alive(long nowNanos) {
        lastHeardNanos = nowNanos;
        timeout.heard();
    }

    /** Returns when the other side was last heard of. */
    public long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** Returns the size that {@link #poll} needs at most. */
    public int datagramBytes() {
        return Math.max(mtu.datagramBytes(), mtu.wanted());
    }

    /** Writes the datagram that is to leave now and returns its length in bytes, or 0 where none is. */
    public int poll(ByteBuf out, long nowNanos) {
        onTime(nowNanos);
        queue.window(limits.ownWindowBytes());
        if (packets.isFull() || !limits.isWithinLimit(nowNanos)) {
            return 0;
        }
        boolean probing = timeout.isProbing();
        if (!probing && !limits.isOpen(nowNanos)) {
            return 0;
        }
        int bytes = queue.write(out, nowNanos, probing);
        if (bytes == 0) {
            limits.idle(nowNanos);
            return 0;
        }
        if (probing) {
            timeout.probed();
        }
        sentBytes += bytes;
        timeout.restart(nowNanos);
        limits.sent(bytes, nowNanos);
        return bytes;
    }

    /** Returns when to call {@link #poll} again at the latest, though nothing should arrive before. */
    public long wakeNanos(long nowNanos) {
        long open = limits.withinLimitNanos(nowNanos);
        if (timeout.isProbing()) {
            return open;
        }
        long wake = Math.min(timeout.nanos(), losses.wakeNanos());
        long room = limits.roomNanos(nowNanos);
        long next = Math.max(queue.wakeNanos(), Math.max(limits.wakeNanos(), open));
        return Math.min(wake, Math.max(room, next));
    }

    /** Releases what is held in memory; the sender sends no more after this. */
    public void close() {
        limits.close();
        chunks.releaseAll();
    }

    /** Returns what the path carries, for a later transfer. */
    public SavedPath path() {
        return flow.congestion().path();
    }

    public SenderStats stats() {
        return new SenderStats(
                sentBytes,
                packets.next() - packets.skipped(),
                tally.lostPackets(),
                tally.spuriousPackets(),
                queue.resentBytes(),
                packets.deliveredBytes(),
                rtt.isKnown() ? rtt.smoothedNanos() : 0,
                rtt.isKnown() ? rtt.leastNanos() : 0,
                flow.congestion().pacingRate(),
                flow.congestion().windowBytes());
    }

    private void onTime(long now) {
        losses.onTime(now);
        if (now - timeout.nanos() < 0) {
            return;
        }
        if (isAwaitingAccept || isHeldBackByRate(now)) {
            timeout.restart(now);
        } else {
            long sinceNanos = timeout.sinceNanos();
            onTimeout(timeout.expire(now), sinceNanos);
        }
    }

    /** Returns whether all that left was answered, and what is next only waits for its time: no silence, and no probe due. */
    private boolean isHeldBackByRate(long now) {
        return packets.inFlightBytes() == 0
                && queue.wakeNanos() <= now
                && (limits.wakeNanos() - now > 0 || !limits.isWithinLimit(now));
    }

    private void onTimeout(int timeouts, long sinceNanos) {
        if (timeouts == BLACK_HOLE_TIMEOUTS) {
            mtu.vanished();
        }
        limits.onSilence(timeouts, sinceNanos);
        if (timeouts > 1 || tally.hasEverLost()) {
            queue.oldestAgain(timeout.probesDue());
        } // else the host may only be busy: what asks for a word costs little, and the answer tells what is missing
    }
}
