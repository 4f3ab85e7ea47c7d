package paloma.transfer.driver;

import java.util.function.Supplier;

/** A mistake of ours that a test plants: thrown where nothing is expected. */
enum Fault {
    BUG(() -> new IllegalStateException("planted")),
    NO_MEMORY(() -> new OutOfMemoryError("planted")),
    ENDLESS_RECURSION(() -> new StackOverflowError("planted")),
    BROKEN_ASSERTION(() -> new AssertionError("planted")),
    MISSING_CLASS(() -> new NoClassDefFoundError("planted")),
    BROKEN_CLASS(() -> new ExceptionInInitializerError("planted"));

    private final Supplier<Throwable> throwable;

    Fault(Supplier<Throwable> throwable) {
        this.throwable = throwable;
    }

    /** Throws it, whatever the caller declares; returns its type so that {@code throw fault.strike()} compiles. */
    RuntimeException strike() {
        throw Fault.<RuntimeException>unchecked(throwable.get());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable throwable) throws T {
        throw (T) throwable;
    }
}
