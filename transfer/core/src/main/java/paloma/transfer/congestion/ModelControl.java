package paloma.transfer.congestion;

/**
 * Models the path, in the manner of BBR (draft-ietf-ccwg-bbr): what it delivers (a windowed maximum, by the receiver's
 * clock) times how long a packet takes when no queue stands, plus a small queue of our own. Random loss does not slow
 * it, because a window that is a model of the path does not shrink with a loss; a full queue does.
 *
 * <p>The queue that each flow asks for grows with the square root of its rate, so two that share a bottleneck come to
 * an even share: the slower one's is larger for its rate (the argument is that of FAST TCP and Copa, whose flows each keep
 * a constant number of packets in the queue).
 */
final class ModelControl implements CongestionControl {
    /** 50 kB at 100 Mbit/s: 4 ms of queue. */
    private static final double QUEUE_FACTOR = 14;

    /** Acknowledgements and pacing come in quanta of a millisecond, which are on the way as well. */
    private static final double QUANTUM_SECONDS = 0.0015;

    private static final int FIRST_WINDOW_PACKETS = 32;
    private static final int MIN_WINDOW_PACKETS = 4;
    private static final double STARTUP_GROWTH = 1.2;
    private static final double STARTUP_PACING = 1.3;

    /**
     * The first flight leaves as one train: how far the bottleneck pulls it apart tells the bottleneck's rate. The fastest part
     * of it is believed, for a receiver that is busy makes it look slower.
     */
    private static final double TRAIN_RATE = 125e6;

    private static final long TRAIN_MICROS = 4_000;
    private static final double TRAIN_BELIEF = 0.95;
    private static final int TRAIN_GROWTH = 8;
    private static final double MIN_OF_TRAIN = 0.3;
    private static final double PACING = 1.2;
    private static final double RESTART_GROWTH = 0.5;
    private static final int RATE_ROUNDS = 10;
    private static final double MIN_RATE_MICROS = 10_000;
    private static final long MIN_ROUND_NANOS = 10_000_000;

    /** A host that stood still takes what had come faster than the path brings it: less time than this tells nothing. */
    private static final double END_OF_START_MICROS = 20_000;

    /** What is less than this of the window at which a start ended is a reduction, as one after a loss is. */
    private static final double REDUCED = 0.85;

    /**
     * How long no queue may stand before all that was believed of the path, and lost on it, is in doubt: as long as BBR
     * waits before it looks for more (draft-ietf-ccwg-bbr, ProbeBW: 2 to 3 s). Sooner, and a TCP flow that has made way for a
     * loss at a short buffer would find its room taken.
     */
    private static final double LONG_NANOS = 2e9;

    /** How many of our queues may stand beside a flow that fills buffers; more starves it. */
    private static final double MAX_CROWDED_SHARE = 2;

    private final int packet;
    private final WindowedFilter rates = new WindowedFilter(RATE_ROUNDS);
    private final QueueDelayEstimator queue = new QueueDelayEstimator();
    private final LossResponse caution;
    private final RecentRate recent = new RecentRate();
    private boolean startup = true;
    private double window;
    private double rate;
    private double share = 1;
    private double growth = STARTUP_GROWTH;

    /** A queue of ours has been seen: what the path delivers is known. */
    private boolean found;

    private int queuedRounds;
    private int emptyRounds;
    private double train;
    private long followedMicros;
    private boolean sampled;
    private boolean noisy;

    /** A queue that is not ours still stood after we had drained ours. */
    private boolean crowded;

    private boolean drained;
    private long roundEndDelivered;
    private long roundStartNanos;
    private boolean roundLimited;
    private int flatRounds;
    private double lastRoundRate;

    ModelControl(int packetBytes) {
        packet = packetBytes;
        caution = new LossResponse(packetBytes);
        window = (double) FIRST_WINDOW_PACKETS * packetBytes;
    }

    @Override
    public void onAck(AckSample sample) {
        queue.onAck(sample);
        caution.onAck(sample, window, queue.ageNanos());
        recent.onAck(sample);
        sampled = true;
        roundLimited |= sample.appLimited();
        if (startup) {
            grow(sample);
        }
        if (sample.deliveredAtSendBytes() >= roundEndDelivered
                && sample.nowNanos() - roundStartNanos >= MIN_ROUND_NANOS) {
            endRound(sample);
        }
    }

    @Override
    public void onSilence(int probes) {
        if (probes >= 3) {
            startup = true;
            window = (double) MIN_WINDOW_PACKETS * packet;
            rates.clear();
            recent.clear();
        }
    }

    @Override
    public long windowBytes() {
        return (long) window;
    }

    @Override
    public double deliveryRate() {
        return startup ? 0 : rate;
    }

    @Override
    public double pacingRate() {
        if (startup) {
            double spread = STARTUP_PACING * window * 1e9 / queue.leastRttNanos();
            return sampled ? Math.max(spread, TRAIN_BELIEF * train) : TRAIN_RATE;
        }
        return PACING * Math.max(sendRate(), window * 1e9 / queue.ageNanos());
    }

    private void grow(AckSample sample) {
        if (!sample.appLimited() || isWindowUsed(sample)) {
            window += growth * sample.ackedBytes();
        }
        if (sample.reordered()) {
            noisy = true;
            train = -1; // jitter has pulled it apart, not the bottleneck
        } else if (train >= 0 && sample.deliveredAtSendBytes() == 0 && recent.isStretched(TRAIN_MICROS)) {
            train = Math.max(train, recent.bytesPerSecond(TRAIN_MICROS));
        }
        distrustTrain(sample);
        double believed = TRAIN_BELIEF * train * queue.baseSeconds();
        window = Math.max(window, Math.min(believed, TRAIN_GROWTH * sample.deliveredBytes()));
        boolean confirmed = train > 0 && sample.deliveredAtSendBytes() > 0 && isTrainRate();
        if (confirmed) {
            rates.add(TRAIN_BELIEF * train);
        }
        // Where less is on the way than might be, whatever makes packets wait is not our queue.
        boolean isOurs = sample.inFlightBytes() >= window / 2;
        if (confirmed || (isOurs && queue.isBuilding()) || caution.isHeavy()) {
            leaveStartup(sample, confirmed ? TRAIN_MICROS : END_OF_START_MICROS);
            train = confirmed ? train : -1; // it misled, and would again
        }
    }

    /** Returns whether the window held the sender back before this acknowledgement (RFC 9002, section 7.8). */
    private boolean isWindowUsed(AckSample sample) {
        return sample.inFlightBytes() + sample.ackedBytes() >= window / 2;
    }

    /** What follows the train tells more: it is longer. */
    private void distrustTrain(AckSample sample) {
        if (train <= 0 || sample.deliveredAtSendBytes() == 0) {
            return;
        }
        if (followedMicros == 0) {
            followedMicros = sample.arrivalMicros();
        }
        boolean isKnown = sample.arrivalMicros() - followedMicros >= MIN_RATE_MICROS;
        if (isKnown && recent.bytesPerSecond(MIN_RATE_MICROS) < MIN_OF_TRAIN * train) {
            train = -1;
        }
    }

    /** Returns whether what follows the train arrives as fast as it did. */
    private boolean isTrainRate() {
        double rateNow = recent.bytesPerSecond(MIN_RATE_MICROS);
        return rateNow > 0.75 * train && rateNow < 1.3 * train;
    }

    private void leaveStartup(AckSample sample, double rateMicros) {
        startup = false;
        double before = window;
        caution.learn();
        // At most twice what the path carries is on the way now, by the growth of the start.
        double least = sample.inFlightBytes() / (1 + growth) * 1e9 / queue.ageNanos();
        rates.add(Math.max(least, recent.bytesPerSecond(rateMicros)));
        beginRound(sample);
        model();
        if (window < REDUCED * before) {
            caution.pass();
        }
    }

    private void endRound(AckSample sample) {
        double delivered = recent.bytesPerSecond(Math.max(MIN_RATE_MICROS, queue.ageNanos() / (noisy ? 800 : 1_000)));
        if (startup) {
            watchPlateau(sample, delivered);
        } else {
            if (caution.isHeavy() && delivered < rate) {
                rates.clear(); // or what was believed too much would be sent for ten round trips
                delivered = Math.max(delivered, roundRate(sample));
            }
            if (!roundLimited || rates.isEmpty() || delivered > rate) {
                rates.add(delivered);
            }
            judge();
            model();
            resumeStartup();
        }
        beginRound(sample);
    }

    /** Returns the mean of the whole round trip: what is lost leaves gaps, in which nothing seems to arrive. */
    private double roundRate(AckSample sample) {
        return (sample.deliveredBytes() - roundEndDelivered) * 1e9 / (sample.nowNanos() - roundStartNanos);
    }

    /**
     * A queue that has gone was not that of a full path, but of a host that was busy: the start goes on, more gently. So it
     * does after any queue and any loss, where none has stood for long though all of the window was used: whoever shared the
     * path has gone, or it was chance.
     */
    private void resumeStartup() {
        boolean isEmpty = queue.seconds() < 0.25 * ownQueueSeconds();
        emptyRounds = isEmpty && !roundLimited ? emptyRounds + 1 : 0;
        queuedRounds = isEmpty ? 0 : queuedRounds + 1;
        found |= queuedRounds == 2;
        boolean isKnown = found || caution.isBounded();
        if (isKnown ? isEmptyForLong() : emptyRounds == 2) {
            if (isKnown) {
                caution.lift();
                share = Math.min(share, 1);
            }
            startup = true;
            growth = RESTART_GROWTH;
            emptyRounds = 0;
            flatRounds = 0;
        }
    }

    /** Where packets overtake one another, how long they wait says too little for that. */
    private boolean isEmptyForLong() {
        return !noisy && emptyRounds * queue.ageNanos() >= LONG_NANOS;
    }

    private void beginRound(AckSample sample) {
        queue.endRound(sample.nowNanos());
        roundStartNanos = sample.nowNanos();
        roundEndDelivered = sample.deliveredBytes();
        roundLimited = false;
    }

    private void watchPlateau(AckSample sample, double delivered) {
        flatRounds = roundLimited || delivered > 1.25 * lastRoundRate ? 0 : flatRounds + 1;
        lastRoundRate = Math.max(lastRoundRate, delivered);
        if (flatRounds == 3) {
            leaveStartup(sample, queue.ageNanos() / 1_500);
        }
    }

    private void judge() {
        double own = ownQueueSeconds();
        if (queue.leastSeconds() > 2.5 * own) {
            crowded = drained;
            drained = !drained || crowded;
            queue.drainNow();
        } else if (queue.leastSeconds() < 1.5 * own && queue.knowsLately()) {
            crowded = false;
            drained = false;
        }
        seekShare(own);
        if (caution.endRound(window, queue.isLow(own), queue.seconds() > 2 * own)) {
            share = Math.max(0.25, 0.7 * share);
            queue.drainAfterLoss();
        }
    }

    /** Beside a flow that fills buffers a small queue would be no share at all. */
    private void seekShare(double own) {
        if (crowded) {
            share = Math.min(MAX_CROWDED_SHARE, share * 1.03);
        } else if (queue.seconds() < 0.5 * own) {
            share = Math.min(6, share * (noisy ? 1.3 : 1.15));
        } else {
            share += share > 1 ? (1 - share) / 8 : 0.02;
        }
    }

    private void model() {
        rate = rates.largest();
        double modelled = sendRate() * (queue.baseSeconds() + QUANTUM_SECONDS) + queueBytes();
        window = Math.min(modelled * queue.drainFactor(), caution.bound());
        window = Math.max(window, (double) MIN_WINDOW_PACKETS * packet);
    }

    /** Returns the rate at which to send so that {@link #rate} arrives. */
    private double sendRate() {
        return Math.max(rate, packet) / (1 - caution.floorShare());
    }

    private double queueBytes() {
        return share * QUEUE_FACTOR * Math.sqrt(sendRate());
    }

    private double ownQueueSeconds() {
        return rate == 0 ? 0.003 : QUANTUM_SECONDS + QUEUE_FACTOR / Math.sqrt(sendRate());
    }
}
