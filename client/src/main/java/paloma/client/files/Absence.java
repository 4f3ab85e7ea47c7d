package paloma.client.files;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import paloma.transfer.wire.Reason;

/** For how long the server has been away, why, and when to try again. One thread. */
final class Absence {
    static final String STOPPED = "the server was stopped";

    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A path that is back is found within a minute. */
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Of a pause: many clients of a server that is back do not come all at once. */
    private static final double JITTER = 0.25;

    private final Retry retry;
    private boolean away;
    private long sinceNanos;
    private long nextNanos;
    private long pauseNanos;
    private String words = "";

    Absence(Retry retry) {
        this.retry = retry;
    }

    long longestNanos() {
        return retry.nanos();
    }

    boolean isAway() {
        return away;
    }

    /** Called when the server was heard. */
    void end() {
        away = false;
        pauseNanos = 0;
    }

    /** Returns why the server is away if that is how an attempt ended, else null. */
    static String words(Outcome outcome) {
        return switch (outcome.how()) {
            case NOBODY -> "nobody is listening there";
            case NO_ANSWER, SILENT -> "nothing is heard from the server";
            case REFUSED -> outcome.isForgotten() ? "the server keeps forgetting it" : stopped(outcome);
            default -> null;
        };
    }

    private static String stopped(Outcome outcome) {
        return outcome.reason() == Reason.STOPPED ? STOPPED : null;
    }

    /**
     * Called when an attempt has failed; returns whether to make another one.
     *
     * @param why in words, or null if the server is not away
     * @param silentNanos for how long nothing was heard by then
     */
    boolean mayTryAgain(String why, long silentNanos, long nowNanos) {
        if (why == null || retry.nanos() == 0) {
            return false;
        }
        if (!away) {
            away = true;
            sinceNanos = nowNanos - silentNanos;
            nextNanos = nowNanos;
        }
        words = why + (retry.nanos() == Long.MAX_VALUE ? "; trying again" : "; trying again for " + told());
        return nowNanos - sinceNanos < retry.nanos();
    }

    /** Returns how long to wait: ever longer. Attempts that end together share one pause. */
    long pauseNanos(long nowNanos) {
        if (nextNanos - nowNanos <= 0) {
            pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.max(FIRST_PAUSE_NANOS, 2 * pauseNanos));
            double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
            nextNanos = nowNanos + (long) (pauseNanos * jitter);
        }
        long left = retry.nanos() - (nowNanos - sinceNanos); // the last attempt is made at the end of the time
        return Math.max(0, Math.min(nextNanos - nowNanos, left));
    }

    /** Returns what to tell of it. */
    Wait wait(String name) {
        return new Wait(name, words, sinceNanos);
    }

    private String told() {
        long minutes = TimeUnit.NANOSECONDS.toMinutes(retry.nanos());
        return minutes == 0
                ? TimeUnit.NANOSECONDS.toSeconds(retry.nanos()) + " s"
                : minutes < 120 || minutes % 60 != 0 ? minutes + " min" : minutes / 60 + " h";
    }
}
