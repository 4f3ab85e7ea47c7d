package paloma.audio.send;

import java.util.concurrent.TimeUnit;

/** How packets follow each other in time, by the kind of source. */
enum Pacing {
    /** At absolute times, so nothing drifts and nothing bursts. After a longer wait, sending continues from now. */
    FILE(1, TimeUnit.SECONDS.toNanos(1), 0),

    /** When the line delivers, spread over the duration; a little faster than the line, so that the queue shrinks. */
    MICROPHONE(0.97, TimeUnit.MILLISECONDS.toNanos(12), 0),

    /**
     * When a pipe delivers in real time. Its deliveries are less even than a microphone's: what comes late is made up for, so
     * that listeners may learn how uneven they are, and what comes a little late moves the times of all that follow, so
     * that these keep to the writer's clock.
     */
    LIVE_PIPE(0.999, TimeUnit.MILLISECONDS.toNanos(250), TimeUnit.MILLISECONDS.toNanos(12));

    /** Of the duration of a packet, until the next is due. */
    final double share;

    /** What is later continues from now. */
    final long maxLateNanos;

    /** What was not there in time, and is late by no more than this, continues from now too. */
    final long maxSlipNanos;

    Pacing(double share, long maxLateNanos, long maxSlipNanos) {
        this.share = share;
        this.maxLateNanos = maxLateNanos;
        this.maxSlipNanos = maxSlipNanos;
    }
}
