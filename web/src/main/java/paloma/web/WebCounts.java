package paloma.web;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What happened at a site; any thread may raise and read. */
public final class WebCounts {
    /** Why a browser was not served. */
    public enum Refusal {
        /** As many browsers watch as may, of all or of one source. */
        VIEWERS,
        /** The token is wrong or missing, or was wrong too often before. */
        TOKEN,
        /** A page of another site asked, or one that knows this program by a foreign name. */
        ORIGIN,
        /** A message is too long, none of the protocol, or one of too many. */
        MESSAGE,
        /** It did not read for too long. */
        NOT_READING,
        /** It did not answer for too long. */
        SILENT;

        /** Returns the label in metrics, such as {@code not-reading}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final AtomicInteger viewers = new AtomicInteger();
    private final LongAdder droppedFrames = new LongAdder();
    private final LongAdder[] refusals = new LongAdder[Refusal.values().length];

    public WebCounts() {
        for (int i = 0; i < refusals.length; i++) {
            refusals[i] = new LongAdder();
        }
    }

    /** Returns how many WebSockets are open. */
    public int viewers() {
        return viewers.get();
    }

    /** Returns how many messages were dropped because a browser was behind. */
    public long droppedFrames() {
        return droppedFrames.sum();
    }

    public long refusals(Refusal reason) {
        return refusals[reason.ordinal()].sum();
    }

    void opened() {
        viewers.incrementAndGet();
    }

    void closed() {
        viewers.decrementAndGet();
    }

    void dropped() {
        droppedFrames.increment();
    }

    void refused(Refusal reason) {
        refusals[reason.ordinal()].increment();
    }
}
