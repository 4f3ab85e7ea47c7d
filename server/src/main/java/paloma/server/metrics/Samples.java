package paloma.server.metrics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * What each endpoint did in each of the last {@value #SECONDS} seconds. One thread ticks, any thread reads; at 100
 * endpoints they take 2.5 MB.
 */
public final class Samples {
    public static final int SECONDS = 600;

    private final List<ServiceMeter> meters;
    private final Deque<long[]> totals = new ArrayDeque<>();
    private long lastMillis;

    /** What is counted a second. */
    public enum Figure {
        REQUESTS,
        ANSWERS,
        REQUEST_BYTES,
        ANSWER_BYTES,
        REFUSALS
    }

    private static final int FIGURES = Figure.values().length;

    /** @param meters in the order in which they are asked for */
    public Samples(Collection<ServiceMeter> meters) {
        this.meters = List.copyOf(meters);
    }

    /** Called once a second. */
    public synchronized void tick(long unixMillis) {
        long[] now = new long[meters.size() * FIGURES];
        for (int i = 0; i < meters.size(); i++) {
            read(meters.get(i), now, i * FIGURES);
        }
        lastMillis = unixMillis;
        totals.addLast(now);
        if (totals.size() > SECONDS + 1) {
            totals.removeFirst();
        }
    }

    private static void read(ServiceMeter meter, long[] to, int at) {
        to[at + Figure.REQUESTS.ordinal()] = meter.requests();
        to[at + Figure.ANSWERS.ordinal()] = meter.answers();
        to[at + Figure.REQUEST_BYTES.ordinal()] = meter.requestBytes();
        to[at + Figure.ANSWER_BYTES.ordinal()] = meter.answerBytes();
        to[at + Figure.REFUSALS.ordinal()] =
                Arrays.stream(Refusal.values()).mapToLong(meter::refusals).sum();
    }

    /** Returns what is kept now; {@link #tick} waits no longer for a reader than this takes. */
    public synchronized Kept kept() {
        return new Kept(lastMillis, new ArrayList<>(totals));
    }

    /**
     * The same seconds of all figures.
     *
     * @param endMillis when the last of them ended, since 1970
     * @param totals at their beginnings and at the end of the last
     */
    public record Kept(long endMillis, List<long[]> totals) {
        /** Returns a figure of the endpoint with this number for each second, oldest first. */
        public long[] of(int endpoint, Figure figure) {
            int at = endpoint * FIGURES + figure.ordinal();
            long[] seconds = new long[Math.max(0, totals.size() - 1)];
            for (int i = 0; i < seconds.length; i++) {
                seconds[i] = totals.get(i + 1)[at] - totals.get(i)[at];
            }
            return seconds;
        }
    }
}
