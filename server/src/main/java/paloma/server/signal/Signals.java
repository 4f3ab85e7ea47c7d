package paloma.server.signal;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TERM, INT and HUP, where there are such (on Windows there is no HUP). {@code sun.misc.Signal} is the one way to them
 * and exported for good (JEP 260), but naming it in the source is a warning that cannot be suppressed.
 */
public final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** What a shell tells of a process that a signal ended: 128 and the signal's number (INT 2, TERM 15). */
    private static final int EXIT_BASE = 128;

    private static final int INT = 2;
    private static final int TERM = 15;
    private static final int HUP = 1;

    private Signals() {}

    /**
     * Runs {@code terminate} when TERM comes and {@code interrupt} when INT does (Ctrl-C), on a thread of its own. The
     * second one of them ends the process at once, since its sender will not wait.
     */
    public static void onStop(Runnable terminate, Runnable interrupt) {
        AtomicBoolean stopping = new AtomicBoolean();
        IntConsumer handler = number -> {
            if (stopping.compareAndSet(false, true)) {
                (number == INT ? interrupt : terminate).run();
            } else {
                Runtime.getRuntime().halt(EXIT_BASE + number);
            }
        };
        handle("TERM", TERM, handler);
        handle("INT", INT, handler);
    }

    /** Runs {@code reload}, on a thread of its own, each time HUP comes. */
    public static void onHangUp(Runnable reload) {
        handle("HUP", HUP, number -> reload.run());
    }

    /** What a handler throws is a mistake of ours: the next signal is handled as ever. */
    private static void run(String name, IntConsumer handler, int number) {
        try {
            handler.accept(number);
        } catch (Throwable e) {
            LOG.error("the handler of SIG{} failed", name, e);
        }
    }

    private static void handle(String name, int number, IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, m, a) -> {
                        run(name, handler, number);
                        return null;
                    });
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            // No such signal here, or the JVM keeps it to itself (-Xrs): its default action stands.
            return;
        }
    }
}
