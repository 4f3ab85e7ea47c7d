package paloma.server.handler;

/**
 * A service that may be busy: while it accepts no more, the sockets are not read, and what arrives waits in the
 * kernel (over TCP and UNIX sockets with the sender).
 */
public interface Backpressure {
    /** For a service that always accepts. */
    Backpressure NONE = new Backpressure() {
        @Override
        public boolean accepts() {
            return true;
        }

        @Override
        public void whenAccepting(Runnable resume) {
            resume.run();
        }
    };

    boolean accepts();

    /** Runs {@code resume} once, on any thread, as soon as {@link #accepts()} is true again; at once if it is now. */
    void whenAccepting(Runnable resume);
}
