package paloma.server.files;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes unfinished parts that nobody went on with: at the start, and then every hour. */
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
                LOG.info("files: removed {} unfinished parts that were older than {}", removed, keep);
            }
        } catch (Throwable e) {
            LOG.warn("files: could not look for old unfinished parts", e);
        }
    }
}
