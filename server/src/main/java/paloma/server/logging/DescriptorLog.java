package paloma.server.logging;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;
import paloma.net.Descriptors;

/** Tells at most once a minute that the process is out of descriptors, whoever wanted one. Any thread. */
public final class DescriptorLog {
    /** That of this process, since its descriptors are of all that runs in it. */
    public static final DescriptorLog PROCESS =
            new DescriptorLog(LoggerFactory.getLogger(DescriptorLog.class)::warn, System::nanoTime);

    private final MinuteLog log;
    private final LongSupplier clock;

    /** @param clock in nanoseconds, as {@link System#nanoTime()} */
    public DescriptorLog(Consumer<String> log, LongSupplier clock) {
        this.log = new MinuteLog(log);
        this.clock = clock;
    }

    /** Returns whether this was for want of a descriptor; if so, it is told unless that was done within the minute. */
    public boolean tell(Throwable cause) {
        boolean areOut = Descriptors.areOut(cause);
        if (areOut) {
            log.add(
                    clock.getAsLong(),
                    count ->
                            "out of file descriptors: what wants one waits or fails; raise the limit with LimitNOFILE= in"
                                    + " the systemd unit, or with ulimit -n");
        }
        return areOut;
    }
}
