package paloma.transfer.congestion;

/**
 * Takes what nobody else wants, with LEDBAT's aim (RFC 6817): it keeps a short queue, and makes way within a few round trips when
 * that of others comes on top, before a TCP flow loses anything. A loss beyond what the path loses by itself does the same
 * ({@link LossResponse} tells which). As LEDBAT++ (draft-irtf-iccrg-ledbat-plus-plus) it measures round trips, cuts by a factor, and
 * leaves its queue empty after the start and now and then: who comes later would otherwise take the queue of who was there for
 * part of the path, and starve him.
 */
final class PoliteControl implements CongestionControl {
    /** So long may packets wait: a fifth of what a short buffer holds, and above the noise of hosts. */
    private static final double TARGET_NANOS = 2e6;

    /** The queue at which the window grows no more, in targets. */
    private static final double FULL = 0.5;

    /** So many medians of the noise are no queue; where packets overtake, the swiftest ever is further from all others. */
    private static final double NOISE = 4;

    private static final double OVERTAKEN_NOISE = 8;

    /** Round trips for which it is remembered that packets overtook one another. */
    private static final int OVERTAKEN_ROUNDS = 16;

    /** For each byte acknowledged (RFC 5681, section 3.1), until a queue stands. */
    private static final double START_GROWTH = 1;

    /** Of the step by which the window grows, from one round trip to the next. */
    private static final double STEP_GROWTH = 1.5;

    /** What is left of the window when others want the path (LEDBAT++, section 4.2). */
    private static final double YIELD = 0.5;

    /** What arrives in them had left before a cut. */
    private static final int SETTLING_ROUNDS = 1;

    /** After so many the path is looked at without our queue, which costs a fortieth. */
    private static final int ROUNDS_BETWEEN_DRAINS = 40;

    /** The window and not the pacer bounds, and yet what refills an empty path is no burst. */
    private static final double PACING_GAIN = 1.1;

    private static final int INITIAL_PACKETS = 10; // RFC 6928
    private static final int MIN_PACKETS = 2; // RFC 6817's MIN_CWND
    private static final int SILENT_PROBES = 2; // as CUBIC's here
    private static final long MIN_ROUND_NANOS = 10_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private int packetBytes;
    private final Waiting waiting = new Waiting();
    private final QueueDrain drain = new QueueDrain();
    private final LossResponse losses;
    private final RoundTrip round = new RoundTrip(MIN_ROUND_NANOS);
    private double window;
    private double step;
    private boolean starting = true;
    private boolean stood;
    private int settlingRounds;
    private int overtakenRounds;
    private int rounds;

    PoliteControl(int packetBytes) {
        this.packetBytes = packetBytes;
        this.losses = new LossResponse(packetBytes);
        this.window = packets(INITIAL_PACKETS);
        this.step = packetBytes;
    }

    @Override
    public void onAck(AckSample sample) {
        waiting.onAck(sample);
        losses.onAck(sample, window, waiting.rttNanos());
        round.onAck(sample);
        overtakenRounds = sample.reordered() ? OVERTAKEN_ROUNDS : overtakenRounds;
        if (!sample.appLimited() && !drain.isSettling() && waiting.lately() < FULL * target()) {
            window += sample.ackedBytes() * (starting ? START_GROWTH : step / window);
        }
        if (round.isOver(sample)) {
            endRound(round.bytesPerSecond(sample));
            round.begin(sample);
        }
    }

    private void endRound(double delivered) {
        double waited = waiting.endRound();
        boolean isLossy = losses.endRound(window, waited < FULL * target(), waited > target());
        boolean wasSettling = drain.isSettling() || settlingRounds > 0;
        drain.endRound(waited);
        settlingRounds = Math.max(0, settlingRounds - 1);
        overtakenRounds = Math.max(0, overtakenRounds - 1);
        if (isLossy) {
            cut(YIELD, delivered);
        } else if (!wasSettling) {
            judge(waited, delivered);
        }
    }

    /** A queue that stands though ours was taken out of it is that of others; one that ends the start must stand for two. */
    private void judge(double waited, double delivered) {
        if (waited <= target()) {
            stood = false;
            step = waited > FULL * target() ? packetBytes : Math.min(STEP_GROWTH * step, largestStep());
            lookAtThePath();
        } else if (stood) {
            cut(YIELD, delivered);
        } else {
            stood = true;
            if (!starting) {
                cut(waiting.baseNanos() / (waiting.baseNanos() + waited), delivered);
            }
        }
    }

    private void cut(double kept, double delivered) {
        double carried = delivered * waiting.baseNanos() / NANOS_PER_SECOND;
        window = Math.max(packets(MIN_PACKETS), starting ? Math.min(window, carried) : kept * window);
        step = packetBytes;
        settlingRounds = SETTLING_ROUNDS;
        if (starting) {
            starting = false;
            drain.begin(YIELD, 0);
        }
    }

    private void lookAtThePath() {
        if (++rounds % ROUNDS_BETWEEN_DRAINS == 0 && !starting) {
            drain.begin(YIELD, 0);
        }
    }

    /** The slower flow's is larger for its rate, so that several come to an even share. */
    private double largestStep() {
        return packetBytes * Math.sqrt(window / packetBytes);
    }

    private double target() {
        return TARGET_NANOS + (overtakenRounds > 0 ? OVERTAKEN_NOISE : NOISE) * waiting.noiseNanos();
    }

    private double packets(int count) {
        return (double) count * packetBytes;
    }

    @Override
    public void begin(int packets) {
        if (!round.isBegun()) {
            window = packets(Math.min(INITIAL_PACKETS, packets));
        }
    }

    @Override
    public void datagramBytes(int bytes) {
        packetBytes = bytes;
        losses.packetBytes(bytes);
    }

    @Override
    public void onSilence(int probes) {
        if (probes >= SILENT_PROBES) {
            window = packets(MIN_PACKETS);
            starting = true;
        }
    }

    @Override
    public long windowBytes() {
        return (long) Math.max(window * drain.windowFactor(), packets(MIN_PACKETS));
    }

    @Override
    public double pacingRate() {
        double gain = starting ? 1 + START_GROWTH : PACING_GAIN;
        return gain * windowBytes() * NANOS_PER_SECOND / waiting.rttNanos();
    }
}
