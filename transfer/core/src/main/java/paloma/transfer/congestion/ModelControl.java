package paloma.transfer.congestion;

/**
 * Models the path, in the manner of BBR (draft-ietf-ccwg-bbr): the window is what the path delivers times how long a packet
 * takes when no queue stands, plus a small queue of our own. Random loss does not slow it, because a window that is a model of
 * the path does not shrink with a loss; a full queue does ({@link LossResponse}).
 *
 * <p>The parts: {@link Bandwidth} and {@link QueueDelayEstimator} measure, {@link Startup} opens the window,
 * {@link QueueShare} sets the queue, {@link LossResponse} bounds what is in flight, {@link Tuning} has the numbers.
 */
final class ModelControl implements CongestionControl {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1_000;

    /** Of the window: when so much of it is lost at once that nothing was heard, nothing that was known of the path holds. */
    private static final double SILENT_LOSS = 0.5;

    private enum Phase {
        /** Nothing has been heard of the path: the first flight leaves as a train. */
        FIRST_FLIGHT,
        /** The window grows until a queue builds. */
        STARTUP,
        /** The window follows the model. */
        CRUISE
    }

    private final Tuning tuning;
    private int packetBytes;
    private final QueueDelayEstimator delay = new QueueDelayEstimator();
    private final LossResponse losses;
    private final Bandwidth bandwidth;
    private final Startup startup;
    private final QueueShare share;
    private final RoundTrip round;
    private final CarefulResume resume;
    private int fullRounds;
    private Phase phase = Phase.FIRST_FLIGHT;
    private double window;
    private boolean isSilent;

    ModelControl(int packetBytes, SavedPath saved, Tuning tuning) {
        this.tuning = tuning;
        this.packetBytes = packetBytes;
        this.losses = new LossResponse(packetBytes);
        this.bandwidth = new Bandwidth(tuning.rate().rounds());
        this.startup = new Startup(tuning);
        this.share = new QueueShare(tuning.queue(), tuning.share());
        this.round = new RoundTrip(tuning.rate().minRoundNanos());
        this.resume = new CarefulResume(saved, tuning.resume());
        this.window = (double) tuning.startup().windowPackets() * packetBytes;
    }

    @Override
    public void onAck(AckSample sample) {
        boolean isGone = isSilent && phase != Phase.FIRST_FLIGHT && sample.lostBytes() >= SILENT_LOSS * window;
        isSilent = false;
        if (isGone) {
            beginAnew();
        }
        take(isGone ? sample.withoutLosses() : sample);
    }

    private void take(AckSample sample) {
        delay.onAck(sample);
        losses.onAck(sample, window, delay.rttNanos());
        bandwidth.onAck(sample);
        round.onAck(sample);
        if (phase != Phase.CRUISE) {
            phase = Phase.STARTUP;
            grow(sample);
        }
        if (round.isOver(sample)) {
            endRound(sample);
        }
    }

    @Override
    public void begin(int packets) {
        if (phase == Phase.FIRST_FLIGHT) {
            window = (double) Math.min(tuning.startup().windowPackets(), packets) * packetBytes;
        }
    }

    @Override
    public void datagramBytes(int bytes) {
        packetBytes = bytes;
        losses.packetBytes(bytes);
    }

    @Override
    public void onSilence(int probes) {
        isSilent = true;
        if (probes >= tuning.startup().silentProbes()) {
            beginAnew();
        }
    }

    private void beginAnew() {
        phase = phase == Phase.FIRST_FLIGHT ? Phase.FIRST_FLIGHT : Phase.STARTUP;
        resume.end();
        fullRounds = 0;
        window = minWindow();
        bandwidth.clear();
        startup.beginAnew();
        delay.restart();
        losses.onRestart();
    }

    @Override
    public long windowBytes() {
        return (long) window;
    }

    @Override
    public double deliveryRate() {
        return phase == Phase.CRUISE ? bandwidth.max() : 0;
    }

    @Override
    public SavedPath path() {
        long rttNanos = (long) (delay.baseRttSeconds() * NANOS_PER_SECOND);
        return fullRounds < tuning.resume().rounds()
                ? SavedPath.UNKNOWN
                : new SavedPath(bandwidth.max(), rttNanos, losses.floorShare(), losses.floorRate());
    }

    @Override
    public double pacingRate() {
        return switch (phase) {
            case FIRST_FLIGHT -> tuning.train().bytesPerSecond();
            case STARTUP ->
                Math.min(
                        tuning.rate().pacingGain() * resume.limitRate(),
                        Math.max(
                                tuning.startup().pacingGain() * window * NANOS_PER_SECOND / delay.minRttNanos(),
                                startup.train().bytesPerSecond()));
            case CRUISE ->
                tuning.rate().pacingGain() * Math.max(sendRate(), window * NANOS_PER_SECOND / delay.rttNanos());
        };
    }

    private void grow(AckSample sample) {
        RecentRate recent = bandwidth.recent();
        double grown = startup.grown(window, sample, recent, delay.baseRttSeconds());
        if (resume.onAck(sample, startup.train().bytesPerSecond(), delay.minRttNanos())) {
            losses.resume(resume.saved());
        }
        window = Math.max(minWindow(), resume.window(grown, delay.baseRttSeconds(), losses.floorShare()));
        endStartup(sample, recent);
    }

    private void endStartup(AckSample sample, RecentRate recent) {
        boolean isQueueOurs = startup.isUsed(window, sample.inFlightBytes());
        if (resume.isValidated(sample, recent)) {
            leaveStartup(sample, resume.saved().bytesPerSecond());
        } else if (resume.isOver() && startup.train().isConfirmed(sample, recent)) {
            bandwidth.add(startup.train().bytesPerSecond());
            leaveStartup(sample, carried(sample, tuning.train().spanMicros()));
        } else if ((isQueueOurs && resume.isQueue(sample, delay.isBuilding())) || losses.isHeavy()) {
            leaveStartup(sample, carried(sample, tuning.startup().endRateMicros()));
            startup.train().distrust();
        }
    }

    /** Returns the bytes a second that the path carries, as the end of the start shows. */
    private double carried(AckSample sample, double micros) {
        double inFlight = startup.carriedBytes(sample.inFlightBytes()) * NANOS_PER_SECOND / delay.rttNanos();
        return Math.max(inFlight, bandwidth.recent().bytesPerSecond(micros));
    }

    private void leaveStartup(AckSample sample, double bytesPerSecond) {
        phase = Phase.CRUISE;
        resume.end();
        bandwidth.add(bytesPerSecond);
        cutStart();
        losses.onStartupEnd();
        beginRound(sample);
        double before = window;
        model();
        if (window < tuning.startup().reducedShare() * before) {
            losses.onReduction();
        }
    }

    private boolean cutStart() {
        double carried = Math.min(window, bandwidth.max() * delay.baseRttSeconds());
        boolean isCut =
                losses.endStart(Math.max(carried, packetsOf(tuning.startup().windowPackets())));
        if (isCut) {
            share.cut();
            delay.drain();
        }
        return isCut;
    }

    private void beginRound(AckSample sample) {
        delay.endRound(sample.nowNanos());
        if (isThin()) {
            delay.believeLeast(sample.nowNanos());
        }
        round.begin(sample);
    }

    private void endRound(AckSample sample) {
        double delivered = delivered();
        if (phase == Phase.CRUISE) {
            cruise(sample, delivered);
        } else if (startup.isFull(delivered, round.isAppLimited())) {
            leaveStartup(sample, carried(sample, micros(tuning.startup().fullSpan())));
        }
        beginRound(sample);
    }

    private void cruise(AckSample sample, double delivered) {
        fullRounds += round.isAppLimited() ? 0 : 1;
        double own = ownQueueSeconds();
        if (losses.isHeavy() && delivered < bandwidth.max()) {
            bandwidth.forget(); // or what was believed too much would be sent for ten round trips
            bandwidth.add(Math.max(delivered, round.bytesPerSecond(sample)));
        } else {
            bandwidth.endRound(delivered, round.isAppLimited());
        }
        shareQueue(own);
        model();
        resumeStartup();
    }

    /** @param own length of our queue in seconds */
    private void shareQueue(double own) {
        boolean isHigh = delay.seconds() > tuning.queue().high() * own;
        if (share.endRound(delay, own, startup.isReordering(), window >= losses.inflightBound())) {
            delay.drain();
        }
        if (!cutStart() && losses.endRound(window, delay.isLow(own), isHigh)) {
            share.cut();
            delay.drainAfterLoss();
        }
    }

    private void model() {
        double sendRate = sendRate();
        double modelled = sendRate * (delay.baseRttSeconds() + tuning.queue().quantumSeconds()) + share.bytes(sendRate);
        if (isThin()) {
            share.relax();
            modelled +=
                    losses.floorShare() < tuning.queue().thinLoss() ? packetBytes : 0; // less than a whole one is none
        }
        window = Math.max(Math.min(modelled * delay.drainFactor(), losses.inflightBound()), minWindow());
    }

    private void resumeStartup() {
        boolean isEmpty = delay.seconds() < tuning.queue().empty() * ownQueueSeconds();
        if (!startup.isToResume(isEmpty, round.isAppLimited(), losses.bound(), delay.rttNanos())
                || losses.isBounding() && !losses.raise()) {
            return;
        }
        if (startup.hasSeenQueue()) {
            share.relax();
        }
        startup.resume();
        phase = Phase.STARTUP;
    }

    private double delivered() {
        double span = startup.isReordering()
                ? tuning.rate().reorderingSpan()
                : tuning.rate().span();
        return bandwidth.recent().bytesPerSecond(Math.max(tuning.rate().minSpanMicros(), micros(span)));
    }

    /** Returns the rate at which to send so that {@link Bandwidth#max} arrives. */
    private double sendRate() {
        return Math.max(bandwidth.max(), packetBytes) / (1 - losses.floorShare());
    }

    private double ownQueueSeconds() {
        return bandwidth.max() == 0 ? tuning.queue().unknownSeconds() : share.seconds(sendRate());
    }

    /** Returns whether each packet takes its time at the bottleneck. */
    private boolean isThin() {
        return bandwidth.max() > 0
                && bandwidth.max() * tuning.queue().thinSeconds()
                        < packetsOf(tuning.queue().minWindowPackets());
    }

    private double packetsOf(int count) {
        return (double) count * packetBytes;
    }

    /** On a thin link each packet is acknowledged, and two are enough (RFC 9002, section 7.2). */
    private double minWindow() {
        return packetsOf(
                isThin() ? tuning.queue().thinWindowPackets() : tuning.queue().minWindowPackets());
    }

    private double micros(double roundTrips) {
        return delay.rttNanos() / (NANOS_PER_MICRO / roundTrips);
    }
}
