package paloma.server.logging;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.net.Count;

/** Logs what strangers do at a bounded pace: none of them can fill the disk. */
public final class PacedLog {
    private final String about;
    private final int burst;
    private final long nanosALine;
    private final Consumer<String> info;
    private final Consumer<String> warn;
    private long emptyNanos;
    private boolean started;
    private long leftOut;

    /**
     * @param about what the lines are about, for the line that counts those left out
     * @param burst so many may come at once
     * @param lines a second after that
     */
    public PacedLog(String about, int burst, int lines, Consumer<String> info, Consumer<String> warn) {
        this.about = about;
        this.burst = burst;
        this.nanosALine = TimeUnit.SECONDS.toNanos(1) / lines;
        this.info = info;
        this.warn = warn;
    }

    public void info(long nowNanos, String line) {
        write(nowNanos, info, line);
    }

    public void warn(long nowNanos, String line) {
        write(nowNanos, warn, line);
    }

    /** Logs how many lines were left out, once there is room for it. */
    public synchronized void tick(long nowNanos) {
        if (leftOut > 0 && takesLine(nowNanos)) {
            warn.accept(about + ": " + Count.of(leftOut, "more line") + " left out");
            leftOut = 0;
        }
    }

    private synchronized void write(long nowNanos, Consumer<String> to, String line) {
        tick(nowNanos);
        if (takesLine(nowNanos)) {
            to.accept(line);
        } else {
            leftOut++;
        }
    }

    /** A bucket of lines: it is empty when its time has run ahead of the clock by as many. */
    private boolean takesLine(long nowNanos) {
        if (!started || emptyNanos - nowNanos < 0) {
            emptyNanos = nowNanos;
            started = true;
        }
        boolean room = emptyNanos - nowNanos < burst * nanosALine;
        if (room) {
            emptyNanos += nanosALine;
        }
        return room;
    }
}
