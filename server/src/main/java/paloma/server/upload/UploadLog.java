package paloma.server.upload;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Log lines about uploads, at a pace that no sender can raise: a stranger with many ports must not fill the disk. */
final class UploadLog {
    private static final int BURST = 50;
    private static final long NANOS_A_LINE = TimeUnit.MILLISECONDS.toNanos(200);

    private final Consumer<String> info;
    private final Consumer<String> warn;
    private long emptyNanos;
    private boolean started;
    private long leftOut;

    UploadLog(Consumer<String> info, Consumer<String> warn) {
        this.info = info;
        this.warn = warn;
    }

    void info(long nowNanos, String line) {
        write(nowNanos, info, line);
    }

    void warn(long nowNanos, String line) {
        write(nowNanos, warn, line);
    }

    /** Tells how many lines were left out, once there is room for it. */
    void tick(long nowNanos) {
        if (leftOut > 0 && takesLine(nowNanos)) {
            warn.accept("upload: " + leftOut + " more lines like these were left out");
            leftOut = 0;
        }
    }

    private void write(long nowNanos, Consumer<String> to, String line) {
        if (takesLine(nowNanos)) {
            to.accept(line);
        } else {
            leftOut++;
        }
    }

    /** A bucket of {@link #BURST} lines: it is empty when its time has run ahead of the clock by that many. */
    private boolean takesLine(long nowNanos) {
        if (!started || emptyNanos - nowNanos < 0) {
            emptyNanos = nowNanos;
            started = true;
        }
        boolean room = emptyNanos - nowNanos < BURST * NANOS_A_LINE;
        if (room) {
            emptyNanos += NANOS_A_LINE;
        }
        return room;
    }
}
