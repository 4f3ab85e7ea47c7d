package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import paloma.transfer.congestion.AckSample;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.ChunkRange;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Repair;
import paloma.transfer.wire.Wire;

/**
 * Sends a file: decides what leaves next and when, and what is lost (RFC 9002). Does no I/O and reads no clock; one
 * thread at a time calls it.
 */
public final class Sender {
    private static final int LEAST_WINDOW_DATAGRAMS = 4;
    private static final int TAIL_PACKETS = 12;
    private static final long COPY_DELAY_NANOS = 5_000_000;
    private static final long MOST_PROBE_NANOS = 1_000_000_000;
    private static final long MOST_PACKETS = 0xFFFF_FFFFL;
    private static final int MOST_REPAIRS = 5;
    private static final long LONGEST_ACK_DELAY_MICROS = 1_000_000;

    private final long transfer;
    private final long size;
    private final ChunkSource source;
    private final CongestionControl congestion;
    private final OutChunks chunks;
    private final OutHashes hashes;
    private final SentPackets packets = new SentPackets();
    private final RoundTrips trips = new RoundTrips();
    private final Resends resends = new Resends();
    private final Pacer pacer = new Pacer();
    private final PathMtu mtu;
    private final Map<Integer, Integer> repaired = new HashMap<>();
    private final BitSet hopeless = new BitSet();

    private double rateLimit = Double.MAX_VALUE;
    private long inFlight;
    private long delivered;
    private long largestAcked = -1;
    private long sizeProbe = -1;
    private long oldestInFlight;
    private long largestAckedSentNanos;
    private long arrivalMicros;
    private boolean arrivalKnown;
    private long limitedUntil;
    private boolean rootAsked;
    private long lastHeardNanos;
    private long lastElicitingNanos;
    private int silentProbes;
    private int probesDue;

    private long sentBytes;
    private long lostPackets;
    private long spuriousPackets;
    private long resentBytes;
    private int justLost;
    private int justLostRuns;
    private long lastLost = -2;
    private long decidedAgeNanos;
    private int decidedPackets;

    /**
     * @param size of the file in bytes
     * @param provenBytes the largest datagram that is known to pass the path
     * @param limitBytes the largest that this host and its peer can handle
     * @param credit chunks that may be begun before the first acknowledgement
     */
    public Sender(
            long transfer,
            long size,
            int provenBytes,
            int limitBytes,
            int credit,
            CongestionControl congestion,
            ChunkSource source,
            long nowNanos) {
        this.transfer = transfer;
        this.size = size;
        this.source = source;
        this.congestion = congestion;
        this.chunks = new OutChunks(size, credit, source);
        this.hashes = new OutHashes(chunks.count());
        this.mtu = new PathMtu(Wire.SAFE_BYTES, provenBytes, limitBytes);
        this.lastHeardNanos = nowNanos;
        this.lastElicitingNanos = nowNanos;
        pace();
        chunks.readAhead();
        askForRoot();
    }

    /** Bounds the rate, in bytes a second. */
    public void limitRate(double bytesPerSecond) {
        rateLimit = bytesPerSecond;
        pace();
    }

    /** Takes what the cookie has shown of the path: the largest datagram that passed, and the round trip. */
    public void path(int provenBytes, long roundTripNanos, long nowNanos) {
        mtu.proven(provenBytes);
        roundTrip(roundTripNanos);
        lastHeardNanos = nowNanos;
        lastElicitingNanos = nowNanos;
    }

    /** Takes a round trip that was seen before the first packet. */
    public void roundTrip(long nanos) {
        trips.sample(nanos, 0);
    }

    /** Takes what the receiver has on its disk, how many chunks it lets begin, and the largest datagram it takes. */
    public void accepted(List<ChunkRange> held, int credit, int largestBytes, long nowNanos) {
        lastHeardNanos = nowNanos;
        mtu.limit(Math.max(largestBytes, Wire.SAFE_BYTES));
        chunks.heldBy(held);
        chunks.credit(credit);
        chunks.readAhead();
    }

    /** Takes a chunk's bytes; the buffer is handed back by {@link ChunkSource#release}. */
    public void chunkRead(int index, byte[] buffer) {
        chunks.read(index, buffer);
    }

    public void chunkHashed(int index, byte[] hash) {
        hashes.add(index, hash);
        chunks.hashed(index);
        chunks.readAhead();
        askForRoot();
    }

    public void rootHashed(byte[] root) {
        hashes.root(root);
    }

    /** Takes an acknowledgement; what it says of packets that were never sent is not believed. */
    public void onAck(Ack ack, long nowNanos) {
        long largest = unwrap(ack.largest());
        if (largest < 0 || largest >= packets.next()) {
            return;
        }
        heard(nowNanos);
        chunks.credit(ack.credit());
        Acked acked = new Acked(nowNanos);
        int[] ranges = ack.ranges();
        for (int i = 0; i + 1 < ranges.length; i += 2) {
            acked.range(unwrap(ranges[i + 1]), unwrap(ranges[i]));
        }
        if (acked.largest == largest) {
            takeArrival(ack);
            long delay = Math.min(Integer.toUnsignedLong(ack.delayMicros()), LONGEST_ACK_DELAY_MICROS) * 1_000;
            acked.rtt = trips.sample(nowNanos - acked.largestSentNanos, delay);
        }
        if (acked.largest > largestAcked) {
            largestAcked = acked.largest;
            largestAckedSentNanos = acked.largestSentNanos;
        }
        detectLoss(nowNanos);
        if (acked.count > 0 || justLost > 0) {
            congestion.onAck(acked.sample());
            justLost = 0;
            justLostRuns = 0;
            decidedPackets = 0;
            decidedAgeNanos = 0;
        }
        pace();
        chunks.readAhead();
    }

    /** Takes the numbers of chunks that were bad over there; gives false when one was so too often. */
    public boolean onRepair(Repair repair, long nowNanos) {
        heard(nowNanos);
        for (Repair.Entry entry : repair.entries()) {
            int index = entry.index();
            if (index < 0 || index >= chunks.count()) {
                continue;
            }
            if (entry.attempt() > repaired.getOrDefault(index, 0)) {
                repaired.put(index, entry.attempt());
                chunks.repair(index);
                if (entry.attempt() > MOST_REPAIRS) {
                    hopeless.set(index);
                }
            }
        }
        chunks.readAhead();
        return hopeless.isEmpty();
    }

    /** Says whether all packet numbers are used up: after 4 billion packets the transfer has to be opened again. */
    public boolean isExhausted() {
        return packets.next() >= MOST_PACKETS;
    }

    /** Takes any other sign of life. */
    public void heard(long nowNanos) {
        lastHeardNanos = nowNanos;
        silentProbes = 0;
    }

    /** Gives when anything was heard of the other side. */
    public long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** Gives the size that {@link #poll} needs at most. */
    public int datagramBytes() {
        return Math.max(mtu.datagramBytes(), mtu.wanted());
    }

    /** Writes the datagram that is to leave now and gives its length, or 0 where nothing is. */
    public int poll(ByteBuf out, long nowNanos) {
        onTime(nowNanos);
        if (packets.isFull() || isExhausted()) {
            return 0;
        }
        boolean probing = probesDue > 0;
        if (!probing && !pacer.isOpen(nowNanos)) {
            return 0;
        }
        if (!probing && !hasRoom()) {
            pacer.idle(nowNanos);
            return 0;
        }
        int bytes = writeNext(out, nowNanos, probing);
        if (bytes == 0) {
            pacer.idle(nowNanos);
            limitedUntil = delivered + inFlight;
            return 0;
        }
        probesDue -= probing ? 1 : 0;
        inFlight += bytes;
        sentBytes += bytes;
        lastElicitingNanos = nowNanos;
        pacer.sent(bytes, nowNanos);
        return bytes;
    }

    /** Gives when to call {@link #poll} again at the latest, though nothing should arrive before. */
    public long wakeNanos(long nowNanos) {
        long wake = probeTimeout();
        if (mayBeLost()) {
            wake = Math.min(wake, lossTime());
        }
        if (hasRoom()) {
            if (hasWork()) {
                wake = Math.min(wake, pacer.wakeNanos());
            }
            wake = Math.min(wake, Math.max(resends.copyNanos(), pacer.wakeNanos()));
        }
        return probesDue > 0 ? nowNanos : wake;
    }

    /** Gives back what is held in memory; the sender sends no more after this. */
    public void close() {
        chunks.releaseAll();
    }

    public SenderStats stats() {
        return new SenderStats(
                sentBytes,
                packets.next(),
                lostPackets,
                spuriousPackets,
                resentBytes,
                delivered,
                trips.isKnown() ? trips.smoothedNanos() : 0,
                trips.isKnown() ? trips.leastNanos() : 0,
                congestion.pacingRate(),
                congestion.windowBytes());
    }

    private void pace() {
        pacer.rate(Math.min(congestion.pacingRate(), rateLimit));
    }

    private boolean hasRoom() {
        int datagram = mtu.datagramBytes();
        return inFlight + datagram <= Math.max(congestion.windowBytes(), (long) LEAST_WINDOW_DATAGRAMS * datagram);
    }

    /** Gives the size to probe the path with now, or 0: not before the path has shown that it is there. */
    private int mtuProbe() {
        return trips.isKnown() ? mtu.wanted() : 0;
    }

    private boolean hasWork() {
        return resends.hasLost() || hashes.isWaiting() || chunks.next() != null || mtuProbe() > 0;
    }

    private int writeNext(ByteBuf out, long now, boolean probing) {
        int probe = mtuProbe();
        if (probe > 0) {
            mtu.sent(packets.next());
            return writeProbe(out, now, probe);
        }
        for (Piece piece = resends.peek(now); piece != null; piece = resends.peek(now)) {
            boolean wasLost = resends.remove();
            if (!isAcked(piece)) {
                return resend(out, now, piece, wasLost);
            }
        }
        if (hashes.isWaiting()) {
            Piece piece = hashes.take();
            copyInTail(piece, now);
            return writeHashes(out, now, piece);
        }
        OutChunk chunk = chunks.next();
        if (chunk != null) {
            return writeNew(out, now, chunk);
        }
        return probing ? writeProbe(out, now, Probe.LEAST_BYTES) : 0;
    }

    private int writeNew(ByteBuf out, long now, OutChunk chunk) {
        int length = Math.min(mtu.datagramBytes() - Data.HEADER_BYTES, chunk.length - chunk.sent());
        Piece piece = new Piece(Chunks.offsetOf(chunk.index) + chunk.sent(), length);
        chunks.sent(chunk, length);
        if (chunk.isSent()) {
            chunks.readAhead();
        }
        copyInTail(piece, now);
        return writeData(out, now, chunk, piece);
    }

    private int resend(ByteBuf out, long now, Piece piece, boolean wasLost) {
        if (piece.length() < 0) {
            return writeHashes(out, now, piece);
        }
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

    /** The last packets go twice: nothing follows them whose arrival would tell of their loss. */
    private void copyInTail(Piece piece, long now) {
        boolean last = piece.length() < 0
                ? hashes.areAllKnown()
                : piece.subject() + (long) TAIL_PACKETS * mtu.datagramBytes() >= size;
        if (last && chunks.isAllSent()) {
            resends.copy(piece, now + COPY_DELAY_NANOS);
        }
    }

    private int writeData(ByteBuf out, long now, OutChunk chunk, Piece piece) {
        int from = Chunks.within(piece.subject());
        boolean ackNow = chunks.isAllSent();
        int number = (int) packets.next();
        int bytes = Data.write(out, transfer, number, ackNow, piece.subject(), chunk.data(), from, piece.length());
        packets.add(now, piece.subject(), piece.length(), bytes, delivered);
        return bytes;
    }

    private int writeHashes(ByteBuf out, long now, Piece piece) {
        int bytes = Wire.encode(new Hashes(transfer, (int) packets.next(), hashes.of(piece)), out);
        packets.add(now, piece.subject(), piece.length(), bytes, delivered);
        return bytes;
    }

    private int writeProbe(ByteBuf out, long now, int datagramBytes) {
        int bytes = Wire.encode(new Probe(transfer, (int) packets.next(), datagramBytes), out);
        packets.add(now, 0, 0, bytes, delivered);
        return bytes;
    }

    private boolean isAcked(Piece piece) {
        return piece.length() < 0 ? hashes.isAcked(piece) : chunks.isAcked(piece.subject(), piece.length());
    }

    private void askForRoot() {
        if (!rootAsked && hashes.areAllKnown()) {
            rootAsked = true;
            source.root(hashes.all());
        }
    }

    private void onTime(long now) {
        if (mayBeLost() && now - lossTime() >= 0) {
            detectLoss(now);
        }
        if (now - probeTimeout() >= 0) {
            lastElicitingNanos = now;
            silentProbes++;
            probesDue = 2; // RFC 9002, section 6.2.4
            if (silentProbes == 3) {
                mtu.vanished();
            }
            congestion.onSilence(silentProbes);
            pace();
            sendOldestAgain();
        }
    }

    /** A probe carries what is most missed. What is on the way stays there until an acknowledgement tells of it. */
    private void sendOldestAgain() {
        if (resends.hasLost()) {
            return;
        }
        int found = 0;
        for (long n = packets.lowest(); n < packets.next() && found < probesDue; n++) {
            if (packets.state(n) == SentPackets.IN_FLIGHT && packets.length(n) != 0) {
                resends.lost(new Piece(packets.subject(n), packets.length(n)));
                found++;
            }
        }
    }

    private long probeTimeout() {
        long timeout = Math.min(trips.probeNanos() << Math.min(silentProbes, 10), MOST_PROBE_NANOS);
        return lastElicitingNanos + Math.max(timeout, trips.probeNanos());
    }

    private boolean mayBeLost() {
        return oldestInFlight < largestAcked && packets.state(oldestInFlight) == SentPackets.IN_FLIGHT;
    }

    private long lossTime() {
        return packets.sentNanos(oldestInFlight) + trips.lossNanos();
    }

    /** A packet is lost when a later one has arrived and it is older than any that still came (RFC 9002, 6.1.2). */
    private void detectLoss(long now) {
        long before = now - trips.lossNanos();
        oldestInFlight = Math.max(oldestInFlight, packets.lowest());
        detectLossOfProbe(before);
        while (oldestInFlight <= largestAcked) {
            if (mtu.isProbe(oldestInFlight)) {
                sizeProbe = oldestInFlight++; // most paths carry none of that size: the others do not wait for it
                continue;
            }
            if (packets.state(oldestInFlight) == SentPackets.IN_FLIGHT) {
                long sent = packets.sentNanos(oldestInFlight);
                if (sent - before > 0 || sent - largestAckedSentNanos > 0) {
                    break;
                }
                lose(oldestInFlight);
            } else if (packets.state(oldestInFlight) == SentPackets.SETTLED) {
                decidedAgeNanos += packets.ageNanos(oldestInFlight);
                decidedPackets++;
            }
            oldestInFlight++;
        }
        packets.forgetBefore(now - 3 * trips.lossNanos());
    }

    /** Also one that the path's size is no longer asked of: what is on the way must come to an end. */
    private void detectLossOfProbe(long before) {
        if (sizeProbe < 0 || packets.state(sizeProbe) != SentPackets.IN_FLIGHT) {
            sizeProbe = -1;
        } else if (packets.sentNanos(sizeProbe) - before <= 0) {
            lose(sizeProbe);
            sizeProbe = -1;
        }
    }

    private void lose(long number) {
        packets.lost(number);
        inFlight -= packets.bytes(number);
        if (mtu.isProbe(number)) {
            mtu.lost();
            return;
        }
        lostPackets++;
        justLostRuns += number == lastLost + 1 ? 0 : 1;
        lastLost = number;
        justLost += packets.bytes(number);
        if (packets.length(number) != 0) {
            resends.lost(new Piece(packets.subject(number), packets.length(number)));
        }
    }

    /** The wire carries the low 32 bits; what is meant is near the packets that were sent. */
    private long unwrap(int number) {
        return packets.next() + (number - (int) packets.next());
    }

    private void takeArrival(Ack ack) {
        int step = arrivalKnown ? ack.arrivalMicros() - (int) arrivalMicros : 0;
        arrivalMicros = arrivalKnown ? arrivalMicros + Math.max(0, step) : ack.arrivalMicros();
        arrivalKnown = true;
    }

    /** Gathers what one acknowledgement settles. */
    private final class Acked {
        private final long now;
        private long largest = -1;
        private long deliveredAtSend;
        private long largestSentNanos;
        private long rtt;
        private long leastAge = Long.MAX_VALUE;
        private int count;
        private int bytes;
        private boolean reordered;

        Acked(long now) {
            this.now = now;
        }

        void range(long low, long high) {
            long last = Math.min(high, packets.next() - 1);
            for (long n = Math.max(low, packets.lowest()); n <= last; n++) {
                byte state = packets.state(n);
                if (state != SentPackets.SETTLED) {
                    settle(n, state);
                }
            }
        }

        private void settle(long n, byte state) {
            long sent = packets.sentNanos(n);
            packets.settled(n, now - sent);
            if (state == SentPackets.IN_FLIGHT) {
                inFlight -= packets.bytes(n);
            } else {
                spuriousPackets++;
                decidedAgeNanos += now - sent;
                decidedPackets++;
            }
            reordered |= n < largestAcked;
            leastAge = Math.min(leastAge, now - sent);
            trips.age(now - sent, now);
            count++;
            bytes += packets.bytes(n);
            delivered += packets.bytes(n);
            if (n > largest) {
                largest = n;
                largestSentNanos = sent;
                deliveredAtSend = packets.delivered(n);
            }
            mtu.acked(n);
            arrived(packets.subject(n), packets.length(n));
        }

        private void arrived(long subject, int length) {
            if (length > 0) {
                chunks.acked(subject, length);
            } else if (length < 0) {
                hashes.acked(new Piece(subject, length));
            }
        }

        AckSample sample() {
            return new AckSample(
                    now,
                    bytes,
                    justLost,
                    justLostRuns,
                    decidedPackets,
                    decidedAgeNanos,
                    count,
                    leastAge,
                    rtt,
                    delivered,
                    deliveredAtSend,
                    largestSentNanos,
                    arrivalMicros,
                    inFlight,
                    reordered,
                    deliveredAtSend < limitedUntil);
        }
    }
}
