package paloma.audio.receive;

import java.util.Arrays;
import paloma.audio.jitter.Depth;
import paloma.audio.jitter.JitterBuffer;
import paloma.audio.jitter.NackTracker;
import paloma.audio.jitter.Unnumbered;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.PeakMeter;
import paloma.audio.playout.Playout;
import paloma.audio.rtp.RtpPacket;
import paloma.audio.rtp.Sequence;

/** One sender's sound, from packets to playing. The network and the player call it from their own threads. */
public final class Stream {
    /** A timestamp that jumps further begins a new stream, like that of a restarted sender. */
    private static final int MAX_LEAP_SECONDS = 3;

    /** By so much a sender's timestamps may go on otherwise than the time, while it pauses. */
    private static final int MAX_PAUSE_ERROR_SECONDS = 1;

    /** How often to look for missing packets while none may be requested. */
    private static final long IDLE_NANOS = 20_000_000;

    /** Packets that are requested at once: no more than fit one datagram of RTCP. */
    private static final int MAX_AT_ONCE = 64;

    /** From such a share of lost packets on it is worth waiting for what repairs take. */
    private static final double MIN_LOSS_TO_WAIT = 0.0005;

    /** A repair takes a round trip; the second is for one that is lost as well. */
    private static final int REPAIR_TRIPS = 2;

    /** Something is looked for at least each 50 ms, so after such a time in which nothing was, this program stood still. */
    private static final long STOOD_STILL_NANOS = 200_000_000;

    /** Bare sound has no numbers: what was silent for longer is taken for a pause. */
    private static final int MAX_LOST_SECONDS = 1;

    /** By so many packets one may be overtaken. */
    private static final int MAX_OVERTAKEN = 16;

    private static final long SEQUENCE_TURN = 1L << 16;
    private static final long TIMESTAMP_TURN = 1L << 32;
    private static final int[] NONE = {};

    private final PcmFormat format;
    private final JitterBuffer buffer;
    private final NackTracker nackTracker;
    private final Playout playout;
    private final Unnumbered unnumbered;
    private boolean fixedDepth;
    private final PeakMeter peakMeter = new PeakMeter();
    private final PacketCounts counts = new PacketCounts();
    private final SequenceNumbers numbers = new SequenceNumbers();
    private final long[] due = new long[MAX_AT_ONCE];
    private long position;
    private long nextAt;
    private long takenNanos;
    private boolean looked;
    private long lookedNanos;
    private boolean stoodStill;
    private long stoodStillNanos;
    private boolean interrupted;
    private boolean wasInterrupted;
    private long interruptedNanos;
    private long lostInOutages;
    private boolean repairing;
    private boolean isAsideNew;
    private long nextRaw;

    Stream(PcmFormat format, Depth depth, int longestPull) {
        this.format = format;
        this.fixedDepth = depth.isFixed();
        this.buffer = new JitterBuffer(format.rate(), format.channels());
        this.nackTracker = new NackTracker(format.rate(), longestPull);
        this.unnumbered = new Unnumbered(format.rate());
        this.playout = new Playout(format.rate(), format.channels(), buffer, depth, longestPull);
    }

    /** Changes how long sound waits, while it plays. */
    synchronized void depth(Depth depth) {
        fixedDepth = depth.isFixed();
        playout.latency().ask(depth);
    }

    public static Stream of(ReceiveSettings settings) {
        return new Stream(
                settings.format(),
                settings.depth(),
                Player.blockFrames(settings.format().rate(), settings.depth()));
    }

    /** Sets whether lost packets may be requested. */
    public synchronized void repairs(boolean wanted) {
        repairing = wanted;
    }

    /**
     * Returns whether the packet can belong to this stream: its timestamp is near the last, or went on with the time while
     * the sender paused. If not, the sender was restarted.
     */
    synchronized boolean continues(RtpPacket packet, long now) {
        if (!counts.hasBegun()) {
            return true;
        }
        long leap = Sequence.extend32(position, packet.timestamp()) - position;
        double passed = (now - takenNanos) / 1e9 * format.rate();
        return Math.abs(leap) < (long) MAX_LEAP_SECONDS * format.rate()
                || Math.abs(leap - passed) < MAX_PAUSE_ERROR_SECONDS * format.rate();
    }

    /** Returns whether the packet comes soon after the highest by its number and its timestamp. */
    synchronized boolean isNext(RtpPacket packet, long now) {
        if (!counts.hasBegun()) {
            return false;
        }
        long ahead = ahead(packet);
        return ahead > 0 && ahead < SequenceNumbers.MAX_DROPOUT && continues(packet, now);
    }

    /** Returns whether neither its number nor its timestamp goes on and it is the first such: the next one decides. */
    synchronized boolean isStray(RtpPacket packet) {
        long ahead = ahead(packet);
        boolean isNear = ahead > 0 && ahead < SequenceNumbers.MAX_DROPOUT;
        return !isNear && !numbers.isSecond(packet.sequence());
    }

    private long ahead(RtpPacket packet) {
        return numbers.of(packet.sequence(), counts.highest()) - counts.highest();
    }

    /**
     * Called with a packet, which has the wire's 16-bit number and 32-bit timestamp.
     *
     * @return whether some before it are missing
     */
    public synchronized boolean take(RtpPacket packet, short[] samples, int frames, long now) {
        if (!counts.hasBegun()) {
            begin(packet);
        }
        look(now);
        long at = Sequence.extend32(position, packet.timestamp());
        if (SequenceNumbers.isJump(ahead(packet), at - position, frames)) {
            takeBeyondJump(packet.sequence(), at, samples, frames, now);
            return false;
        }
        long number = numbers.of(packet.sequence(), counts.highest());
        boolean gap = number > counts.highest() + 1;
        take(number, at, samples, frames, now);
        return gap;
    }

    /** Its timestamp says where the sound of the first belongs; what its number is worth, the second says. */
    private void takeBeyondJump(int sequence, long at, short[] samples, int frames, long now) {
        if (!numbers.isSecond(sequence)) {
            counts.cameAside();
            isAsideNew = buffer.add(at, samples, frames, now, true);
            return;
        }
        long number = counts.highest() + 2;
        numbers.renumber(sequence, number);
        counts.reach(number - 1);
        if (isAsideNew) {
            counts.wasNew(false, number - 1);
        }
        if (repairing) {
            nackTracker.came(number - 1, at - frames, frames, now);
        }
        take(number, at, samples, frames, now);
    }

    /** Both begin one turn up, so that what is a little older than the first is not negative. */
    private void begin(RtpPacket packet) {
        counts.begin(packet.sequence() + SEQUENCE_TURN);
        counts.reach(packet.sequence() + SEQUENCE_TURN);
        position = Integer.toUnsignedLong(packet.timestamp()) + TIMESTAMP_TURN;
    }

    /** Called with sound that has no number: it follows the last, unless it is so late that some was lost. */
    synchronized void takeNext(short[] samples, int frames, long now) {
        look(now);
        if (stoodStill && unnumbered.isBehind(frames, now)) {
            return; // it has waited since then
        }
        unnumbered.add(samples, frames, format.channels(), now, buffer.delays(), this::takeAt);
    }

    private void takeAt(long at, short[] samples, int frames, long arrivalNanos) {
        if (!counts.hasBegun()) {
            counts.begin(1);
        }
        boolean isPause = at - nextRaw > (long) MAX_LOST_SECONDS * format.rate();
        long lost = isPause ? 0 : (at - nextRaw) / frames;
        take(counts.highest() + 1 + Math.max(0, lost), at, samples, frames, arrivalNanos);
        nextRaw = at + frames;
    }

    private void take(long number, long at, short[] samples, int frames, long now) {
        pass(number, at);
        boolean standsStill = number != counts.highest() && at == position;
        boolean asked = nackTracker.isAnswer(number, at, now);
        reach(number, at);
        nextAt = number == counts.highest() ? at + frames : nextAt;
        takenNanos = now;
        counts.came(number);
        if (buffer.add(at, samples, frames, now, asked) || standsStill) {
            counts.wasNew(asked, number);
        }
        if (repairing) {
            nackTracker.came(number, at, frames, now);
            nackTracker.goesOn(buffer.delays(), playout.latency().takenNanos(), now);
        }
    }

    /** What came while this program stood still is not missing, nor is anything where a sender paused. */
    private void pass(long number, long at) {
        long next = counts.highest() + 1;
        boolean isGap = number > next + MAX_OVERTAKEN;
        if (isGap && stoodStill) {
            counts.passOver(next, number);
            nackTracker.passOver(number, at);
        } else if (isGap && interrupted) {
            lostInOutages += number - next;
        } else if (number == next && at > nextAt) {
            playout.nothingIsMissing();
            nackTracker.interrupted();
        }
    }

    /** Called with each thing that this program does: it does something at least each 50 ms, unless it stands still. */
    private void look(long now) {
        if (looked && now - lookedNanos > STOOD_STILL_NANOS) {
            stoodStill = true;
            stoodStillNanos += now - lookedNanos;
            playout.interrupted();
        }
        if (buffer.isInterrupted() && !interrupted) {
            nackTracker.interrupted();
        }
        interrupted = buffer.isInterrupted();
        interruptedNanos = interrupted ? now : interruptedNanos;
        wasInterrupted |= interrupted;
        stoodStill &= interrupted;
        lookedNanos = looked && now - lookedNanos < 0 ? lookedNanos : now;
        looked = true;
    }

    private void reach(long number, long at) {
        position = counts.reach(number) ? at : position;
    }

    /** Called with earlier sound that another packet repeats (RFC 2198). */
    synchronized void takeAgain(long timestampOffset, RtpPacket carrier, short[] samples, int frames, long now) {
        if (counts.hasBegun()) {
            long at = Sequence.extend32(position, carrier.timestamp()) - timestampOffset;
            buffer.add(at, samples, frames, now, true);
        }
    }

    /** Called when the parity of {@code columns} packets from {@code first} on, by the wire's numbers, has arrived. */
    synchronized void parity(int first, int columns) {
        nackTracker.parity(numbers.of(first, counts.highest()), columns);
    }

    /** Called with a packet that was restored from others: its delay says nothing about the path. */
    synchronized void takeRecovered(RtpPacket packet, short[] samples, int frames, long now) {
        if (!counts.hasBegun()) {
            return;
        }
        long number = numbers.of(packet.sequence(), counts.highest());
        long at = Sequence.extend32(position, packet.timestamp());
        reach(number, at);
        if (number >= counts.first() && buffer.add(at, samples, frames, now, true)) {
            counts.wasRecovered();
        }
        nackTracker.recovered(number, at);
    }

    /** Returns the low 16 bits of the numbers of the packets to request now. */
    public synchronized int[] missing(long now) {
        look(now);
        int count = repairing && counts.hasBegun() && !interrupted
                ? nackTracker.due(buffer.delays(), playout.latency().takenNanos(), now, due)
                : 0;
        return count == 0
                ? NONE
                : Arrays.stream(due, 0, count)
                        .filter(numbers::isKnown)
                        .mapToInt(numbers::wire)
                        .toArray();
    }

    /** Returns how long after a typical packet's arrival the sink takes sound. */
    synchronized long takenNanos() {
        return playout.latency().takenNanos();
    }

    /** Called with a measured round trip to the sender, which counts if no interruption held it up. */
    synchronized void roundTrip(long nanos) {
        if (!wasInterrupted || lookedNanos - nanos - interruptedNanos >= 0) {
            nackTracker.roundTrip(nanos);
        }
    }

    /** Returns when to call {@link #missing} again. */
    public synchronized long wakeNanos(long now) {
        return repairing && counts.hasBegun() && !interrupted ? nackTracker.wakeNanos(now) : now + IDLE_NANOS;
    }

    public synchronized void pull(short[] out, int frames, long now, long soundNanos) {
        look(now);
        if (!fixedDepth) {
            playout.latency()
                    .repairTakes(
                            repairing && lossShare() > MIN_LOSS_TO_WAIT
                                    ? REPAIR_TRIPS * nackTracker.roundTripNanos()
                                    : 0);
        }
        playout.pull(out, frames, now, soundNanos);
        peakMeter.add(out, 0, frames * format.channels());
    }

    public synchronized StreamStats stats() {
        double toMillis = 1e3 / format.rate();
        return new StreamStats(
                counts.packets(),
                Math.max(0, counts.missed() - counts.recovered()),
                nackTracker.repaired(),
                counts.recovered(),
                buffer.duplicates(),
                buffer.late(),
                nackTracker.asked(),
                playout.concealedFrames() * toMillis,
                playout.concealments(),
                playout.playedLatencyNanos() / 1e6,
                playout.latency().nanos() / 1e6,
                buffer.jitterFrames() * toMillis,
                buffer.drift().faster() * 1e6,
                nackTracker.roundTripNanos() / 1e6);
    }

    /** Returns the latency once after it was raised because all came too late for a second; else 0. */
    synchronized double takeRaisedMillis() {
        return playout.latency().takeRaisedNanos() / 1e6;
    }

    /** Returns once for how long this program has stood still, as when it or its machine was suspended; else 0. */
    synchronized double takeStoodStillSeconds() {
        double seconds = stoodStillNanos / 1e9;
        stoodStillNanos = 0;
        return seconds;
    }

    /** Returns the loudest sample since it was last asked for, in dB below full scale. */
    synchronized double takeLevelDb() {
        return peakMeter.takeDb();
    }

    /** Returns the extended highest sequence number (RFC 3550, section 6.4.1). */
    synchronized int highestSequence() {
        return (int) (numbers.extended(counts.highest()) - SEQUENCE_TURN);
    }

    /** Returns how many packets the path has lost, repaired or not. */
    synchronized int cumulativeLost() {
        return (int) Math.max(0, counts.lostOnThePath());
    }

    /** Returns the share lost since the last report, in 256ths. */
    synchronized int fractionLost() {
        return counts.takeFractionLost();
    }

    synchronized int jitter() {
        return (int) buffer.jitterFrames();
    }

    private double lossShare() {
        return (counts.missed() - lostInOutages + nackTracker.repaired()) / Math.max(1.0, counts.expected());
    }
}
