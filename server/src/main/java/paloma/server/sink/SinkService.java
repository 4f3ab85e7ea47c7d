package paloma.server.sink;

import java.util.concurrent.atomic.AtomicBoolean;
import paloma.server.console.Console;
import paloma.service.Request;
import paloma.service.Service;

/**
 * Answers nothing and shows what came. An empty datagram is shown like any other, with a length of 0; only where that
 * was asked for does it stop the sink, as it does in tutorials.
 */
public final class SinkService implements Service {
    private final Console console;
    private final Runnable stop;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private SinkService(Console console, Runnable stop) {
        this.console = console;
        this.stop = stop;
    }

    public static SinkService of(Console console) {
        return new SinkService(console, null);
    }

    /** @param stop runs once, on an event loop, at the first empty datagram; nothing is shown from then on */
    public static SinkService stoppedByEmpty(Console console, Runnable stop) {
        return new SinkService(console, stop);
    }

    @Override
    public void serve(Request request) {
        if (stopped.get()) {
            return;
        }
        if (stop == null || request.payload().isReadable()) {
            console.show("sink", request);
        } else if (stopped.compareAndSet(false, true)) {
            console.tell("sink", request.source(), "stopped", "stopped by an empty datagram");
            stop.run();
        }
    }
}
