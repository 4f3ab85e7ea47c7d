package paloma.server.bus;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which the listener of a bus is called; what fails there is logged, and the next call is made. */
final class ListenerThread {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerThread.class);

    private final ExecutorService calls =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "paloma-bus-listener"));

    void call(Runnable call) {
        try {
            calls.execute(() -> logged(call));
        } catch (RejectedExecutionException closing) {
            return;
        }
    }

    void callAndWait(Runnable call) {
        try {
            calls.submit(() -> logged(call)).get();
        } catch (RejectedExecutionException closing) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close(long seconds) throws InterruptedException {
        calls.shutdown();
        calls.awaitTermination(seconds, TimeUnit.SECONDS);
    }

    private static void logged(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.error("what listens to the bus failed", e);
        }
    }
}
