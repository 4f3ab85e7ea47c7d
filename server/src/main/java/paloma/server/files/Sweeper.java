package paloma.server.files;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.Count;

/** Removes unfinished parts that nobody resumed: at the start, and then every hour. */
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final FileStore store;
    private final Duration keep;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("sweep", true));

    Sweeper(FileStore store, Duration keep) {
        this.store = store;
        this.keep = keep;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::sweep, 0, 1, TimeUnit.HOURS);
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    private void sweep() {
        try {
            int removed = store.sweep(Instant.now().minus(keep));
            if (removed > 0) {
                LOG.info("files: removed {} older than {} h", Count.of(removed, "unfinished part"), keep.toHours());
            }
        } catch (Throwable e) {
            LOG.warn("files: looking for old unfinished parts failed", e);
        }
    }
}
