package paloma.transfer;

import io.netty.buffer.ByteBuf;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Probe;

/**
 * What leaves next: a probe of the path's size, then what was lost, hashes, and bytes that were never sent. The last
 * packets go twice: nothing follows them whose arrival would tell of their loss.
 */
final class SendQueue {
    private static final int TAIL_PACKETS = 12;
    private static final long COPY_DELAY_NANOS = 5_000_000;

    private final long size;
    private final OutChunks chunks;
    private final OutHashes hashes;
    private final PathMtu mtu;
    private final RttEstimator trips;
    private final SentPackets packets;
    private final PacketWriter writer;
    private final Resends resends = new Resends();
    private long resentBytes;

    /** @param size of the file in bytes */
    SendQueue(
            long transfer,
            long size,
            OutChunks chunks,
            OutHashes hashes,
            PathMtu mtu,
            RttEstimator trips,
            SentPackets packets) {
        this.size = size;
        this.chunks = chunks;
        this.hashes = hashes;
        this.mtu = mtu;
        this.trips = trips;
        this.packets = packets;
        this.writer = new PacketWriter(transfer, packets);
    }

    /** Returns when something is to leave: {@link Long#MIN_VALUE} is at once, {@link Long#MAX_VALUE} never. */
    long wakeNanos() {
        return hasWork() ? Long.MIN_VALUE : resends.copyNanos();
    }

    /** Returns how many bytes of the file left more than once. */
    long resentBytes() {
        return resentBytes;
    }

    /** Writes the next packet and gives its length, or 0 where nothing waits; but a probe, where one is due. */
    int write(ByteBuf out, long now, boolean probing) {
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
        int length = packets.length(number);
        if (length > 0) {
            chunks.acked(packets.subject(number), length);
        } else if (length < 0) {
            hashes.acked(new Piece(packets.subject(number), length));
        }
    }

    /** Called when what this packet carries is to leave again; gives whether it carries anything. */
    boolean again(long number) {
        if (packets.length(number) == 0) {
            return false;
        }
        resends.lost(new Piece(packets.subject(number), packets.length(number)));
        return true;
    }

    /** A probe carries what is most missed. What is on the way stays there until an acknowledgement tells of it. */
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

    /** Returns the size to probe the path with now, or 0: not before the path has shown that it is there. */
    private int sizeToProbe() {
        return trips.isKnown() ? mtu.wanted() : 0;
    }

    private int writeAgain(ByteBuf out, long now) {
        for (Piece piece = resends.peek(now); piece != null; piece = resends.peek(now)) {
            boolean wasLost = resends.remove();
            if (!isAcked(piece)) {
                return piece.length() < 0
                        ? writer.hashes(out, now, hashes.of(piece), piece)
                        : writeAgain(out, now, piece, wasLost);
            }
        }
        return 0;
    }

    private int writeAgain(ByteBuf out, long now, Piece piece, boolean wasLost) {
        int most = mtu.datagramBytes() - Data.HEADER_BYTES;
        if (piece.length() > most) {
            resends.first(new Piece(piece.subject() + most, piece.length() - most));
            piece = new Piece(piece.subject(), most);
        }
        if (wasLost && chunks.isAllSent()) {
            resends.copy(piece, now + COPY_DELAY_NANOS);
        }
        resentBytes += piece.length();
        return writeData(out, now, chunks.find(Chunks.indexAt(piece.subject())), piece);
    }

    private int writeHashes(ByteBuf out, long now) {
        Piece piece = hashes.take();
        copyInTail(piece, hashes.areAllKnown(), now);
        return writer.hashes(out, now, hashes.of(piece), piece);
    }

    private int writeNew(ByteBuf out, long now, OutChunk chunk) {
        int length = Math.min(mtu.datagramBytes() - Data.HEADER_BYTES, chunk.length - chunk.sent());
        Piece piece = new Piece(Chunks.offsetOf(chunk.index) + chunk.sent(), length);
        chunks.sent(chunk, length);
        if (chunk.isSent()) {
            chunks.readAhead();
        }
        copyInTail(piece, piece.subject() + (long) TAIL_PACKETS * mtu.datagramBytes() >= size, now);
        return writeData(out, now, chunk, piece);
    }

    private int writeData(ByteBuf out, long now, OutChunk chunk, Piece piece) {
        return writer.data(out, now, chunks.isAllSent(), chunk.data(), piece);
    }

    private void copyInTail(Piece piece, boolean isLast, long now) {
        if (isLast && chunks.isAllSent()) {
            resends.copy(piece, now + COPY_DELAY_NANOS);
        }
    }

    private boolean isAcked(Piece piece) {
        return piece.length() < 0 ? hashes.isAcked(piece) : chunks.isAcked(piece.subject(), piece.length());
    }
}
