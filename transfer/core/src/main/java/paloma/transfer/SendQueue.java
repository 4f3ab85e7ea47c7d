package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import paloma.transfer.Piece.FileBytes;
import paloma.transfer.Piece.HashRange;
import paloma.transfer.Piece.Padding;
import paloma.transfer.protection.PacketProtection;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Probe;

/**
 * What leaves next: a probe of the path's size, then what was lost, hashes, and bytes that were never sent. The last
 * packets go twice where some of them are likely to be lost: nothing follows them whose arrival would tell of their loss.
 */
final class SendQueue {
    /** Less than so many times its size is left to send: it would cost more than it could spare. */
    private static final int WORTH_PROBE_SIZES = 16;

    /** Of a window: one that is lost takes its place for a while. */
    private static final int WINDOW_PROBE_SIZES = 4;

    /** The tail is at most this part of the file: what it costs. */
    private static final int TAIL_OF_FILE = 100;

    /** And of what is in flight: the loss of earlier ones is known before a copy of them would arrive. */
    private static final int TAIL_OF_FLIGHT = 2;

    /** Where fewer of them are expected to be lost, copies of all cost more than the round trip that they may spare. */
    private static final double WORTH_COPIES = 1;

    /** More than a receiver takes in before it acknowledges: 130 times the size of an acknowledgement that tells of some gaps. */
    private static final int SMALL_WINDOW_BYTES = 32_000;

    /** Longer than a burst of the usual radio lasts. */
    private static final long COPY_DELAY_NANOS = 5_000_000;

    private final long size;
    private final OutChunks chunks;
    private final OutHashes hashes;
    private final PathMtu mtu;
    private final RttEstimator rtt;
    private final SentPackets packets;
    private final LossTally tally;
    private final PacketWriter writer;
    private final Resends resends = new Resends();
    private long resentBytes;
    private long sentBytes;
    private long windowBytes = Long.MAX_VALUE;
    private boolean isProbe;
    private long askedNumber = -1;

    /** @param size of the file in bytes */
    SendQueue(
            PacketProtection sealer,
            long size,
            OutChunks chunks,
            OutHashes hashes,
            PathMtu mtu,
            RttEstimator rtt,
            SentPackets packets,
            LossTally tally) {
        this.size = size;
        this.chunks = chunks;
        this.hashes = hashes;
        this.mtu = mtu;
        this.rtt = rtt;
        this.packets = packets;
        this.tally = tally;
        this.writer = new PacketWriter(sealer, packets);
    }

    /** Returns when something is to leave: {@link Long#MIN_VALUE} is at once, {@link Long#MAX_VALUE} never. */
    long wakeNanos() {
        return hasWork() ? Long.MIN_VALUE : resends.copyNanos();
    }

    /** Called with the window as it is now. */
    void window(long bytes) {
        windowBytes = bytes;
    }

    /** Returns how many bytes of the file have left again. */
    long resentBytes() {
        return resentBytes;
    }

    /** Writes the next packet and returns its length in bytes; 0 where nothing waits, unless a probe is due. */
    int write(ByteBuf out, long now, boolean probing) {
        writer.prepare(now);
        isProbe = probing;
        int probe = sizeToProbe();
        if (probe > 0) {
            mtu.sent(packets.next());
            return writer.probe(out, now, probe);
        }
        int again = writeAgain(out, now);
        if (again > 0) {
            return again;
        }
        if (hashes.isWaiting()) {
            return writeHashes(out, now);
        }
        OutChunk chunk = chunks.next();
        if (chunk != null) {
            return writeNew(out, now, chunk);
        }
        return probing ? writer.probe(out, now, Probe.MIN_BYTES) : 0;
    }

    /** Called when a packet arrived. */
    void acked(long number) {
        Piece piece = packets.piece(number);
        if (piece instanceof FileBytes bytes) {
            chunks.acked(number, bytes.offset(), bytes.length());
        } else if (piece instanceof HashRange range) {
            hashes.acked(range);
        }
    }

    /** Called when what this packet carries is to leave again; returns whether it carries anything. */
    boolean again(long number) {
        Piece piece = packets.piece(number);
        if (piece == Padding.PADDING) {
            return false;
        }
        resends.lost(piece);
        return true;
    }

    /** Makes a probe carry what is most missed; what is in flight stays there until an acknowledgement tells of it. */
    void oldestAgain(int most) {
        if (resends.hasLost()) {
            return;
        }
        int found = 0;
        for (long n = packets.lowest(); n < packets.next() && found < most; n++) {
            found += packets.isInFlight(n) && again(n) ? 1 : 0;
        }
    }

    private boolean hasWork() {
        return resends.hasLost() || hashes.isWaiting() || chunks.next() != null || sizeToProbe() > 0;
    }

    /** Returns the size to probe the path with now, or 0: not before the path has shown that it is there, nor for the sake of little. */
    private int sizeToProbe() {
        return rtt.isKnown()
                ? mtu.wanted(Math.min((size - sentBytes) / WORTH_PROBE_SIZES, windowBytes / WINDOW_PROBE_SIZES))
                : 0;
    }

    private int writeAgain(ByteBuf out, long now) {
        for (Piece piece = resends.peek(now); piece != null; piece = resends.peek(now)) {
            boolean wasLost = resends.remove();
            if (piece instanceof HashRange range && !hashes.isAcked(range)) {
                return writer.hashes(out, now, hashes.of(range), range);
            }
            if (piece instanceof FileBytes bytes && chunks.isMissing(bytes.offset(), bytes.length())) {
                return writeAgain(out, now, bytes, wasLost);
            }
        }
        return 0;
    }

    /** Writes as much as a datagram takes; the rest goes next. */
    private int writeAgain(ByteBuf out, long now, FileBytes lost, boolean wasLost) {
        int most = mtu.datagramBytes() - Data.OVERHEAD_BYTES;
        FileBytes piece = lost.length() <= most ? lost : new FileBytes(lost.offset(), most);
        if (piece != lost) {
            resends.first(new FileBytes(lost.offset() + most, lost.length() - most));
        }
        if (wasLost && chunks.isAllSent()) {
            resends.copy(piece, now + COPY_DELAY_NANOS);
        }
        resentBytes += piece.length();
        return writeData(out, now, chunks.find(Chunks.indexAt(piece.offset())), piece);
    }

    private int writeHashes(ByteBuf out, long now) {
        HashRange piece = hashes.take(mtu.datagramBytes());
        return writer.hashes(out, now, hashes.of(piece), piece);
    }

    private int writeNew(ByteBuf out, long now, OutChunk chunk) {
        int length = Math.min(mtu.datagramBytes() - Data.OVERHEAD_BYTES, chunk.unsent());
        FileBytes piece = new FileBytes(Chunks.offsetOf(chunk.index) + chunk.sent(), length);
        sentBytes += length;
        chunks.sent(chunk, packets.next(), length);
        if (chunk.isSent()) {
            chunks.readAhead();
        }
        int written = writeData(out, now, chunk, piece);
        if (chunks.isAllSent()) {
            copyTail(now);
        }
        return written;
    }

    private int writeData(ByteBuf out, long now, OutChunk chunk, FileBytes piece) {
        return writer.data(out, now, isProbe || chunks.isAllSent() || asksForAck(), chunk.data(), piece);
    }

    /**
     * Returns whether this packet fills a window so small that the receiver would not acknowledge it before that is overdue, which would
     * then set the rate of a short path. One is asked for in a round trip.
     */
    private boolean asksForAck() {
        boolean isFull = packets.inFlightBytes() + 2L * mtu.datagramBytes() > windowBytes;
        boolean isAsked = askedNumber >= packets.lowest() && packets.isInFlight(askedNumber);
        if (windowBytes > SMALL_WINDOW_BYTES || !isFull || isAsked) {
            return false;
        }
        askedNumber = packets.next();
        return true;
    }

    /** Nothing follows the last packets whose arrival would tell of their loss, and nothing else is to leave meanwhile. */
    private void copyTail(long now) {
        long left = Math.min(size / TAIL_OF_FILE, packets.inFlightBytes() / TAIL_OF_FLIGHT);
        List<Piece> tail = new ArrayList<>();
        for (long n = packets.next() - 1; left > 0 && n >= packets.lowest(); n--) {
            if (packets.isInFlight(n) && packets.piece(n) != Padding.PADDING) {
                left -= packets.bytes(n);
                tail.add(packets.piece(n));
            }
        }
        if (tally.expectedLost(tail.size()) >= WORTH_COPIES) {
            Collections.reverse(tail);
            tail.forEach(piece -> resends.copy(piece, now + COPY_DELAY_NANOS));
        }
    }
}
