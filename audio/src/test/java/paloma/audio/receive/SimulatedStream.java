package paloma.audio.receive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import paloma.audio.jitter.Depth;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.rtp.L16;
import paloma.audio.rtp.Parity;
import paloma.audio.rtp.ParityMaker;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.RtpPacket;

/** A stream over a bad network, with time as an argument: what was played can be compared with what was sent. */
final class SimulatedStream {
    static final int PACKET_FRAMES = 256;
    private static final int RATE = 44_100;

    static final int PULLS_A_SECOND = 400;
    private static final long HALF_A_PACKET_NANOS = PACKET_FRAMES * 500_000_000L / RATE;

    /**
     * What the network does, both ways.
     *
     * @param jitterMillis standard deviation of the delay, which is normal, and 0 or more
     * @param burst mean length of a run of lost packets, 1 for losses of their own
     * @param spike share of packets at which all that follows stands still for {@code spikeMillis}
     */
    record Path(
            double delayMillis,
            double jitterMillis,
            boolean reorders,
            double loss,
            double burst,
            double spike,
            double spikeMillis,
            double driftPpm) {}

    private record Event(long nanos, long order, Runnable what) {}

    /** Where clocks begin: each seed has one of them, and what is played is the same with all. */
    private static final long[] BASES = {
        1_000_000_000L,
        2_500_000_000_000L,
        -1_000_000_000_000L,
        3_000_000_000_000_000L,
        Long.MAX_VALUE - 30_000_000_000L,
        0
    };

    final Stream stream;
    final short[] played;
    final double[] latencyMillis;
    final double[] depthMillis;
    int pulls;
    long sentPackets;
    long resentPackets;
    long parityPackets;
    long sentBytes;
    long requests;
    double mostDriftPpm;

    /** How often it was looked whether something is missing. */
    long looks;

    private static final int HEADERS_BELOW = 28;
    private static final int SSRC = 7;
    private static final int MAX_BYTES = 1_200;

    private final int pullFrames;
    private final Path path;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.nanos != b.nanos ? Long.compare(a.nanos, b.nanos) : Long.compare(a.order, b.order));
    private final Lane there = new Lane();
    private final Lane back = new Lane();
    private final short[] noise;
    private final ParityMaker parity = new ParityMaker(MAX_BYTES, SSRC + 1, 65_534);
    private final FecDecoder recovery = new FecDecoder(SSRC, new Counts());
    private final short[] samples = new short[2 * PACKET_FRAMES];
    private int columns;
    private long plans;
    private boolean inPairs = true;
    private long order;
    private long end;
    private long longerFrom = Long.MAX_VALUE;
    private long longerNanos;
    private long jitteryFrom = Long.MAX_VALUE;
    private long jitteryTo = Long.MAX_VALUE;
    private double jitterThen;
    private long stopsAt = Long.MAX_VALUE;
    private long goesOnAt = Long.MAX_VALUE;
    private long lastNumber = -1;
    private long pauseFrom = Long.MAX_VALUE;
    private long pauseNanos;
    private long jumpFrames;
    private long firstAfterPause = Long.MAX_VALUE;
    private long stillFrom = Long.MAX_VALUE;
    private long stillTo = Long.MAX_VALUE;
    private long heldUpFrom = Long.MAX_VALUE;
    private long heldUpTo = Long.MAX_VALUE;
    private double heldUpSpeed;
    private long stopFrom = Long.MAX_VALUE;
    private long stopTo = Long.MAX_VALUE;
    private long playsFirstNanos;
    private int stopKeeps;
    private int stopKept;
    private boolean stopsClock;
    private long base;
    private long now;
    private LongUnaryOperator holds = at -> 0;
    private LongUnaryOperator tells = at -> 0;

    SimulatedStream(Path path, Depth depth, boolean repair, int seconds, long seed) {
        this(path, depth, repair, seconds, seed, RATE / PULLS_A_SECOND);
    }

    /** @param pullFrames how much is played at a time */
    SimulatedStream(Path path, Depth depth, boolean repair, int seconds, long seed, int pullFrames) {
        this.pullFrames = pullFrames;
        this.path = path;
        this.random = new Random(seed);
        this.base = BASES[Math.floorMod(seed, BASES.length)];
        this.stream = new Stream(new PcmFormat(RATE, 2), depth, pullFrames);
        stream.repairs(repair);
        stream.roundTrip((long) (2 * path.delayMillis() * 1e6));
        played = new short[seconds * RATE * 2];
        latencyMillis = new double[seconds * RATE / pullFrames];
        depthMillis = new double[latencyMillis.length];
        noise = new short[1 << 18];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 3_000);
        }
    }

    /** Returns the sample of the sound that is sent. */
    short sent(long frame, int channel) {
        return noise[(int) (2 * frame + channel & noise.length - 1)];
    }

    int seconds() {
        return played.length / 2 / RATE;
    }

    /** From then on all that is sent takes so much longer. */
    SimulatedStream longerAfterSeconds(int seconds, int millis) {
        longerFrom = now + seconds * 1_000_000_000L;
        longerNanos = millis * 1_000_000L;
        return this;
    }

    /** Between the two delays vary by so much. */
    SimulatedStream jittery(int fromSeconds, int toSeconds, double millis) {
        jitteryFrom = now + fromSeconds * 1_000_000_000L;
        jitteryTo = now + toSeconds * 1_000_000_000L;
        jitterThen = millis;
        return this;
    }

    /** Nothing is sent between the two, as when a sender is held up, or at its end. */
    SimulatedStream silent(int fromSeconds, int toSeconds) {
        stopsAt = now + fromSeconds * 1_000_000_000L;
        goesOnAt = now + toSeconds * 1_000_000_000L;
        return this;
    }

    /** Between the two the sender pauses: it goes on with the sound that was next, and its timestamps with the time, or not. */
    SimulatedStream pauses(double fromSeconds, double toSeconds, boolean timestampsGoOn) {
        pauseFrom = now + (long) (fromSeconds * 1e9);
        pauseNanos = (long) ((toSeconds - fromSeconds) * 1e9);
        jumpFrames = timestampsGoOn ? Math.round(pauseNanos * (RATE / 1e9)) : 0;
        return this;
    }

    /** Between the two all packets have the same timestamp, which goes on from there. */
    SimulatedStream standsStill(double fromSeconds, double toSeconds) {
        stillFrom = (long) (fromSeconds * RATE / PACKET_FRAMES);
        stillTo = (long) (toSeconds * RATE / PACKET_FRAMES);
        return this;
    }

    /** Between the two nothing arrives; then all of it does at once, or so many times as fast as it was sent. */
    SimulatedStream isHeldUp(double fromSeconds, double toSeconds, double speed) {
        heldUpFrom = now + (long) (fromSeconds * 1e9);
        heldUpTo = now + (long) (toSeconds * 1e9);
        heldUpSpeed = speed;
        return this;
    }

    /**
     * Between the two the receiver stands still, while the system keeps the first packets that come for it.
     *
     * @param clockToo whether its clock stands still as well, as when a machine sleeps
     * @param playsFirst whether it plays before it looks at what has come
     */
    SimulatedStream receiverStops(
            double fromSeconds, double toSeconds, int keeps, boolean clockToo, boolean playsFirst) {
        stopFrom = now + (long) (fromSeconds * 1e9);
        stopTo = now + (long) (toSeconds * 1e9);
        stopKeeps = keeps;
        stopsClock = clockToo;
        playsFirstNanos = playsFirst ? 3_000_000 : 0;
        return this;
    }

    /** The clock shows that at the beginning. */
    SimulatedStream from(long nanos) {
        base = nanos;
        return this;
    }

    /** Plays to a sink whose queue is so deep at each time, both in nanoseconds. */
    SimulatedStream into(LongUnaryOperator queue) {
        holds = queue;
        tells = queue;
        return this;
    }

    /** Plays to a sink that does not say how deep its queue is. */
    SimulatedStream intoUnknown(LongUnaryOperator queue) {
        holds = queue;
        return this;
    }

    /** Sends parity behind each row of so many packets. */
    SimulatedStream withParity(int newColumns) {
        columns = newColumns;
        return this;
    }

    private double pullNanos() {
        return pullFrames * 1e9 / RATE;
    }

    /** Sends packet after packet, as others than our sender do. */
    SimulatedStream oneByOne() {
        inPairs = false;
        return this;
    }

    SimulatedStream run() {
        long start = now;
        double nanosAPacket = PACKET_FRAMES * 1e9 / RATE / (1 + path.driftPpm() / 1e6);
        long packets = (long) (played.length / 2.0 / PACKET_FRAMES);
        for (long k = 0; k < packets; k++) {
            long number = k;
            long first = inPairs && columns == 0 ? k - k % 2 : k;
            long leaves = start + Math.round(first * nanosAPacket);
            if (leaves >= pauseFrom) {
                firstAfterPause = Math.min(firstAfterPause, k);
                leaves += pauseNanos;
            }
            at(leaves, () -> send(number, false));
        }
        for (int i = 0; i < latencyMillis.length; i++) {
            at(start + 137_000 + Math.round(i * pullNanos()), this::pull);
        }
        end = start + (long) (latencyMillis.length * pullNanos());
        at(start, this::turn);
        at(start + 500_000_000L, this::measureRoundTrip);
        while (!events.isEmpty()) {
            Event event = events.poll();
            now = event.nanos;
            event.what.run();
        }
        return this;
    }

    /** Returns the timestamp of a packet: the sound in it is that of its number. */
    private long timestamp(long number) {
        long still = Math.max(0, Math.min(number, stillTo) - stillFrom);
        return (number - still) * PACKET_FRAMES + (number >= firstAfterPause ? jumpFrames : 0);
    }

    private boolean isStopped() {
        return now >= stopFrom && now < stopTo;
    }

    private void at(long nanos, Runnable what) {
        events.add(new Event(nanos, order++, what));
    }

    private void send(long number, boolean again) {
        if (now >= stopsAt && now < goesOnAt || now > end) {
            return;
        }
        lastNumber = Math.max(lastNumber, number);
        sentPackets++;
        resentPackets += again ? 1 : 0;
        ByteBuf packet = packet(number);
        leave(packet);
        if (columns > 0 && !again) {
            parity.add(packet);
            if (parity.columns() == columns) {
                at(now + HALF_A_PACKET_NANOS, this::sendParity);
            }
        }
    }

    private void sendParity() {
        parityPackets++;
        ByteBuf datagram = Unpooled.buffer(MAX_BYTES);
        parity.write(datagram);
        leave(datagram);
    }

    private void leave(ByteBuf datagram) {
        sentBytes += datagram.readableBytes() + HEADERS_BELOW;
        there.carry(() -> arrive(datagram));
    }

    private ByteBuf packet(long number) {
        for (int i = 0; i < PACKET_FRAMES; i++) {
            samples[2 * i] = sent(number * PACKET_FRAMES + i, 0);
            samples[2 * i + 1] = sent(number * PACKET_FRAMES + i, 1);
        }
        ByteBuf packet = Unpooled.buffer(MAX_BYTES);
        RtpPacket.writeHeader(packet, 10, false, (int) number + 65_000, (int) timestamp(number), SSRC);
        L16.write(samples, 0, samples.length, packet);
        return packet;
    }

    /** As {@link RtpReceiver} does. */
    private void arrive(ByteBuf datagram) {
        if (isStopped()) {
            if (stopKept < stopKeeps) {
                keep(datagram);
            }
        } else if (stopKept > 0 && now >= stopTo && now < keptUntil()) {
            keep(datagram);
        } else {
            hear(datagram);
        }
    }

    /** The system hands over in order, and each takes its time. */
    private void keep(ByteBuf datagram) {
        stopKept++;
        at(keptUntil(), () -> hear(datagram));
    }

    private long keptUntil() {
        return stopTo + playsFirstNanos + 5_000L * stopKept;
    }

    private void hear(ByteBuf datagram) {
        RtpPacket packet = RtpPacket.read(datagram);
        boolean asks = true;
        if (packet.payloadType() == PayloadTypes.PARITY) {
            Parity row = Parity.read(datagram);
            recovery.take(row);
            stream.parity(row.first(), row.columns());
        } else {
            recovery.came(packet.sequence(), datagram);
            L16.read(packet.payload(), samples, 0, samples.length);
            asks = stream.take(packet, samples, PACKET_FRAMES, base + now);
        }
        for (ByteBuf made = recovery.poll(); made != null; made = recovery.poll()) {
            RtpPacket again = RtpPacket.read(made);
            L16.read(again.payload(), samples, 0, samples.length);
            stream.takeRecovered(again, samples, PACKET_FRAMES, base + now);
        }
        if (asks) {
            turn();
        } else {
            look();
        }
    }

    /** As reports do. */
    private void measureRoundTrip() {
        long begin = now;
        back.carry(() -> there.carry(() -> stream.roundTrip(now - begin)));
        if (now < end) {
            at(now + 1_000_000_000L, this::measureRoundTrip);
        }
    }

    private void turn() {
        if (isStopped()) {
            base -= stopsClock ? stopTo - now : 0;
            at(stopTo + playsFirstNanos, this::turn);
            return;
        }
        looks++;
        ask();
        look();
    }

    /** As {@link Feedback} does: a look that was planned before is not taken. */
    private void look() {
        long number = ++plans;
        if (now < end) {
            at(stream.wakeNanos(base + now) - base, () -> {
                if (number == plans) {
                    turn();
                }
            });
        }
    }

    private void ask() {
        int[] missing = stream.missing(base + now);
        requests += missing.length;
        if (missing.length > 0) {
            back.carry(() -> {
                for (int sequence : missing) {
                    long number = (sequence - 65_000 & 0xFFFF) + (sentPackets / 65_536 << 16);
                    if (number <= lastNumber) {
                        send(number, true);
                    }
                }
            });
        }
    }

    private void pull() {
        if (isStopped()) {
            depthMillis[pulls] = depthMillis[pulls - 1];
            latencyMillis[pulls] = latencyMillis[pulls - 1];
            pulls++;
            return;
        }
        short[] block = new short[2 * pullFrames];
        long sounds = base + now + holds.applyAsLong(now);
        stream.pull(block, pullFrames, sounds - tells.applyAsLong(now), sounds);
        int at = pulls * 2 * pullFrames;
        System.arraycopy(block, 0, played, at, Math.min(block.length, played.length - at));
        StreamStats stats = stream.stats();
        depthMillis[pulls] = stats.depthMillis();
        latencyMillis[pulls++] = stats.latencyMillis();
        mostDriftPpm = Math.max(mostDriftPpm, Math.abs(stats.driftPpm()));
    }

    /** One direction. */
    private final class Lane {
        private boolean losing;
        private long last;
        private long standsUntil;

        void carry(Runnable what) {
            double leave = 1 / path.burst();
            double enter = path.loss() >= 1 ? 1 : leave * path.loss() / (1 - path.loss());
            losing = losing ? random.nextDouble() >= leave : random.nextDouble() < enter;
            if (random.nextDouble() < path.spike()) {
                standsUntil = now + (long) (path.spikeMillis() * 1e6);
            }
            if (losing) {
                return;
            }
            double jitter = now >= jitteryFrom && now < jitteryTo ? jitterThen : path.jitterMillis();
            double delay = path.delayMillis() + jitter * random.nextGaussian();
            long arrival = Math.max(now, standsUntil) + (long) (Math.max(0, delay) * 1e6);
            arrival += now >= longerFrom ? longerNanos : 0;
            if (arrival >= heldUpFrom && arrival < heldUpTo + (heldUpTo - heldUpFrom) / (heldUpSpeed - 1)) {
                arrival = heldUpTo + (long) ((arrival - heldUpFrom) / heldUpSpeed);
            }
            if (!path.reorders()) {
                arrival = Math.max(arrival, last);
            }
            last = Math.max(last, arrival);
            at(arrival, what);
        }
    }
}
