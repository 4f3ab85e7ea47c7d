package paloma.server;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import paloma.server.config.EndpointSpec.Scheme;

/**
 * What a server does between being told to stop and closing its sockets, so that a balancer in front of it, or a successor
 * behind it, loses nothing that can be saved. All goes on for the grace time, in which whoever asks for readiness sends
 * elsewhere. In its last part no connections are accepted, so that a new one is refused and tried elsewhere, while those that
 * there are get their answers. Then what was read of datagrams gets its answer, and their sockets close.
 */
final class Drain {
    /** How often to look whether the last answers are out. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Of the grace time, for connections that were accepted just before. */
    private static final int LAST_PART = 4;

    private static final long MAX_LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** For what takes long to compute, as large primes do; service managers wait for us. */
    private static final long MAX_ANSWERING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Listener> own;
    private final List<Listener> passed;
    private final Pause pause;
    private final LongSupplier clock;

    /** Waits; returns earlier, and true, where the server is to end at once. */
    interface Pause {
        boolean await(long nanos) throws InterruptedException;
    }

    /** @param clock as {@link System#nanoTime()} */
    Drain(List<Listener> listeners, Pause pause, LongSupplier clock) {
        this.own = listeners.stream().filter(listener -> !listener.isPassed()).toList();
        this.passed = listeners.stream().filter(Listener::isPassed).toList();
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Reads no more from sockets that outlive this process: what is in them waits for the next one. Where there are no
     * others, all is over as soon as what was read has its answer.
     */
    void run(long graceNanos) throws InterruptedException {
        passed.forEach(listener -> listener.socket().stopReading());
        if (own.isEmpty()) {
            awaitAnswers(passed, graceNanos);
            return;
        }
        long lastNanos = Math.min(graceNanos / LAST_PART, MAX_LAST_NANOS);
        if (pause.await(graceNanos - lastNanos)) {
            return;
        }
        own.forEach(listener -> listener.socket().stopAccepting());
        if (!pause.await(lastNanos)) {
            endDatagrams();
        }
    }

    /** Closes what answers datagrams as early as it can: what comes from then on is refused, and not swallowed. */
    private void endDatagrams() throws InterruptedException {
        List<Listener> answering = own.stream().filter(Drain::answersDatagrams).toList();
        List<Listener> behind = answering.stream().filter(Drain::isAnswering).toList();
        behind.forEach(listener -> listener.socket().stopReading());
        answering.stream()
                .filter(listener -> !behind.contains(listener))
                .forEach(listener -> listener.socket().close());
        awaitAnswers(own, MAX_ANSWERING_NANOS);
        behind.forEach(listener -> listener.socket().close());
    }

    /** Peers are told that the server stops, and so are clients of files: they are not through. */
    private static boolean answersDatagrams(Listener listener) {
        return listener.spec().scheme() == Scheme.UDP
                && listener.served() instanceof Served.Requests served
                && served.answers();
    }

    private void awaitAnswers(List<Listener> listeners, long nanos) throws InterruptedException {
        long deadline = clock.getAsLong() + nanos;
        boolean now = false;
        while (!now && listeners.stream().anyMatch(Drain::isAnswering) && clock.getAsLong() - deadline < 0) {
            now = pause.await(LOOK_NANOS);
        }
    }

    private static boolean isAnswering(Listener listener) {
        return listener.served().meter().waiting() > 0;
    }
}
