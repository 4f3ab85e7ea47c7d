package paloma.transfer;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes long arithmetic off the thread that drives a protocol. */
public interface Offload {
    /** Runs {@code work} elsewhere, and {@code next} with what it returned on the thread that called. */
    <T> void run(Supplier<T> work, Consumer<T> next);
}
