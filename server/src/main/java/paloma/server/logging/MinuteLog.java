package paloma.server.logging;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Tells of what happens again and again in one line a minute: at once of the first time, then of how often since the
 * line before. Any thread.
 */
public final class MinuteLog {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Consumer<String> log;
    private LongFunction<String> sentence;
    private long untold;
    private boolean told;
    private long toldNanos;

    public MinuteLog(Consumer<String> log) {
        this.log = log;
    }

    /** @param latest makes the line of how often it happened; of several, that of the last is told */
    public synchronized void add(long nowNanos, LongFunction<String> latest) {
        sentence = latest;
        untold++;
        tick(nowNanos);
    }

    /** Tells what is left to tell, once the minute is over. */
    public synchronized void tick(long nowNanos) {
        if (!told || nowNanos - toldNanos >= MINUTE_NANOS) {
            tell(nowNanos);
        }
    }

    /** Tells what is left to tell, because nobody will ask again. */
    public synchronized void end() {
        tell(toldNanos);
    }

    private void tell(long nowNanos) {
        if (untold > 0) {
            log.accept(sentence.apply(untold));
            untold = 0;
            told = true;
            toldNanos = nowNanos;
        }
    }
}
