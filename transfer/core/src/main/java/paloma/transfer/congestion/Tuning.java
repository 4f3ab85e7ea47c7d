package paloma.transfer.congestion;

import paloma.transfer.wire.DatagramSizes;

/**
 * The numbers of {@link ModelControl}, with the unit and the reason of each. They were found on the simulated paths of
 * {@code PathTableTest} and on a link emulator, and they hold each other in balance: change one, then read the whole table.
 */
record Tuning(Startup startup, Train train, Resume resume, Rate rate, Queue queue, Share share) {
    static final Tuning STANDARD = new Tuning(
            Startup.STANDARD, Train.STANDARD, Resume.STANDARD, Rate.STANDARD, Queue.STANDARD, Share.STANDARD);

    /**
     * How the window opens until the path is full (BBR's Startup).
     *
     * @param windowPackets packets that leave before anything is known of the path: enough to measure a rate over, and at
     *     1,472 bytes no more than 47 kB into a buffer that may be short
     * @param growth bytes that the window grows by for each byte acknowledged: 2.2 times a round trip, a little more than
     *     TCP's slow start, since pacing spreads them
     * @param resumedGrowth the same once the start has ended and goes on: gentler, because the path may have been full
     * @param pacingGain pacing rate over window and least round trip: above 1, so that the window fills within the round trip
     * @param usedShare part of the window in flight below which the window held nobody back, and no queue is ours
     *     (RFC 9002, section 7.8, asks for such a measure)
     * @param endRateMicros span in microseconds over which the rate is measured when the start ends: a host that stood
     *     still reads what had queued in it faster than the path brings it, so a shorter span tells nothing
     * @param fullGrowth factor below which a round trip's rate does not count as growth (BBR's full_bw_thresh)
     * @param fullRounds round trips without growth after which the path is full (BBR's full_bw_cnt)
     * @param fullSpan span in round trips over which the rate is measured then
     * @param reducedShare part of the window at the end of a start; less than this is a reduction, as one after a loss is
     * @param silentProbes probe timeouts in a row after which nothing that was known of the path holds
     * @param standingRounds round trips in a row that a queue stands before it counts as seen; as many without one show
     *     that what ended the start was a busy host
     * @param emptyNanos how long no queue may stand before all that was believed of the path is in doubt: as long as BBR
     *     waits before it looks for more (ProbeBW: 2 to 3 s)
     * @param roomNanos how long none may stand before the bound that a loss has set rises faster than CUBIC's window: in that
     *     time a CUBIC flow has taken back two fifths of what the loss took from it
     */
    record Startup(
            int windowPackets,
            double growth,
            double resumedGrowth,
            double pacingGain,
            double usedShare,
            double endRateMicros,
            double fullGrowth,
            int fullRounds,
            double fullSpan,
            double reducedShare,
            int silentProbes,
            int standingRounds,
            double emptyNanos,
            double roomNanos) {
        private static final Startup STANDARD = new Startup(
                /* windowPackets= */ 32,
                /* growth= */ 1.2,
                /* resumedGrowth= */ 0.5,
                /* pacingGain= */ 1.3,
                /* usedShare= */ 0.5,
                /* endRateMicros= */ 20_000,
                /* fullGrowth= */ 1.25,
                /* fullRounds= */ 3,
                /* fullSpan= */ 2.0 / 3,
                /* reducedShare= */ 0.85,
                /* silentProbes= */ 3,
                /* standingRounds= */ 2,
                /* emptyNanos= */ 2e9,
                /* roomNanos= */ 1e9);
    }

    /**
     * What the first flight tells: {@link PacketTrain}.
     *
     * @param bytesPerSecond rate at which it leaves: 1 Gbit/s, so that most bottlenecks pull it apart
     * @param spanMicros span in microseconds over which its rate is measured: the fastest part of it, for a receiver that is
     *     busy makes it look slower
     * @param belief part of the measured rate that is sent at: a little less, so that an error builds no queue
     * @param maxGrowth the train opens the window to so many times what has been delivered at most
     * @param minFollowing part of the train's rate; when what follows arrives slower than this, the train misled
     * @param minConfirmed part of the train's rate that what follows must exceed to confirm it
     * @param maxConfirmed part of the train's rate that what follows must stay below to confirm it
     */
    record Train(
            double bytesPerSecond,
            double spanMicros,
            double belief,
            int maxGrowth,
            double minFollowing,
            double minConfirmed,
            double maxConfirmed) {
        private static final Train STANDARD = new Train(
                /* bytesPerSecond= */ 125e6,
                /* spanMicros= */ 4_000,
                /* belief= */ 0.95,
                /* maxGrowth= */ 8,
                /* minFollowing= */ 0.3,
                /* minConfirmed= */ 0.75,
                /* maxConfirmed= */ 1.3);
    }

    /**
     * How a path that is known is taken up again: {@link CarefulResume}.
     *
     * @param minJumpBytes window below which nothing is resumed: any start has opened so far a round trip after its first
     *     flight, by its growth
     * @param minRtt part of the saved round trip below which the path is another one (RFC 9959's Reconnaissance)
     * @param maxRtt part of it above which it is another one, or somebody's queue stands there and he is not to lose for our
     *     sake: RFC 9959's ten times would not see that
     * @param hostNanos what a host that has just started adds to the round trip
     * @param unknownShare part of the saved rate to send at where the train tells nothing (its jump_cwnd)
     * @param minValid part of the saved rate that must arrive before all of it is believed
     * @param maxValid part of it above which a train tells of another path; as what confirms a train
     * @param spanMicros span in microseconds over which it must arrive; as at the end of the start
     * @param standstillMicros how long a host that has just started stands still at most
     * @param rounds round trips of a full window after which a path is known well enough to be saved: those of the start's
     *     losses, and as many again
     */
    record Resume(
            double minJumpBytes,
            double minRtt,
            double maxRtt,
            double hostNanos,
            double unknownShare,
            double minValid,
            double maxValid,
            double spanMicros,
            long standstillMicros,
            int rounds) {
        private static final Resume STANDARD = new Resume(
                /* minJumpBytes= */ 2.2 * 32 * DatagramSizes.ETHERNET_BYTES,
                /* minRtt= */ 0.5,
                /* maxRtt= */ 1.125,
                /* hostNanos= */ 10e6,
                /* unknownShare= */ 0.5,
                /* minValid= */ 0.9,
                /* maxValid= */ 1.3,
                /* spanMicros= */ 20_000,
                /* standstillMicros= */ 25_000,
                /* rounds= */ 8);
    }

    /**
     * How the delivery rate is measured, and how fast packets leave by it.
     *
     * @param rounds round trips that the largest rate is kept for (BBR's MaxBwFilterLen counts two cycles, about as long)
     * @param minRoundNanos least length of a round trip in nanoseconds: on a shorter path a round would hold a handful of
     *     acknowledgements
     * @param minSpanMicros least span in microseconds over which a rate is measured: acknowledgements come in quanta of a
     *     millisecond
     * @param span span in round trips over which it is measured
     * @param reorderingSpan the same where packets overtake one another, which makes short spans look fast
     * @param pacingGain pacing rate over delivery rate: above 1, so that the window and not the pacer is what bounds
     *     (RFC 9002, section 7.7, has 1.25)
     */
    record Rate(
            int rounds,
            long minRoundNanos,
            double minSpanMicros,
            double span,
            double reorderingSpan,
            double pacingGain) {
        private static final Rate STANDARD = new Rate(
                /* rounds= */ 10,
                /* minRoundNanos= */ 10_000_000,
                /* minSpanMicros= */ 10_000,
                /* span= */ 1,
                /* reorderingSpan= */ 1.25,
                /* pacingGain= */ 1.2);
    }

    /**
     * The queue of our own at the bottleneck, and what is in flight beside it.
     *
     * @param bytesPerRootRate bytes for each square root of a byte a second: 50 kB at 100 Mbit/s, 4 ms
     * @param quantumSeconds seconds of acknowledgement and pacing quanta, which are in flight as well
     * @param unknownSeconds length of our queue in seconds while no rate is known
     * @param minWindowPackets least window, so that acknowledgements go on (BBR's MinPipeCwnd)
     * @param thinWindowPackets the same on a thin link
     * @param thinSeconds time in which a link that is not thin takes all of the least window: some delays of an
     *     acknowledgement
     * @param thinLoss part lost above which not even a packet more than the path takes is in flight on a thin link
     * @param standing in lengths of our queue: above this for eight round trips a queue is not ours alone
     * @param gone in lengths of our queue: one that has come below this is ours
     * @param high in lengths of our queue: above this a loss is the sign of a full buffer
     * @param empty in lengths of our queue: below this none stands
     */
    record Queue(
            double bytesPerRootRate,
            double quantumSeconds,
            double unknownSeconds,
            int minWindowPackets,
            int thinWindowPackets,
            double thinSeconds,
            double thinLoss,
            double standing,
            double gone,
            double high,
            double empty) {
        private static final Queue STANDARD = new Queue(
                /* bytesPerRootRate= */ 14,
                /* quantumSeconds= */ 0.0015,
                /* unknownSeconds= */ 0.003,
                /* minWindowPackets= */ 4,
                /* thinWindowPackets= */ 2,
                /* thinSeconds= */ 0.1,
                /* thinLoss= */ 0.03,
                /* standing= */ 2.5,
                /* gone= */ 1.5,
                /* high= */ 2,
                /* empty= */ 0.25);
    }

    /**
     * How many of our queues to ask for: {@link QueueShare}.
     *
     * @param min least share, below which a loss makes no more way
     * @param max largest share, where jitter hides the queue and the path is not filled otherwise
     * @param maxCrowded largest share beside a flow that fills buffers; more would starve it
     * @param crowdedGrowth factor a round trip beside such a flow
     * @param cut what is left of the share after a loss, as of the window (RFC 9438, section 4.6)
     * @param starved in lengths of our queue: below this the path may not be full
     * @param growth factor a round trip while it may not
     * @param reorderingGrowth the same where packets overtake one another, whose ages say little of the queue
     * @param decay part of what is above 1 that goes each round trip
     * @param recovery what comes back each round trip up to 1: slower than the cut, so that a TCP flow finds room
     */
    record Share(
            double min,
            double max,
            double maxCrowded,
            double crowdedGrowth,
            double cut,
            double starved,
            double growth,
            double reorderingGrowth,
            double decay,
            double recovery) {
        private static final Share STANDARD = new Share(
                /* min= */ 0.25,
                /* max= */ 6,
                /* maxCrowded= */ 2,
                /* crowdedGrowth= */ 1.03,
                /* cut= */ 0.7,
                /* starved= */ 0.5,
                /* growth= */ 1.15,
                /* reorderingGrowth= */ 1.3,
                /* decay= */ 0.125,
                /* recovery= */ 0.02);
    }
}
