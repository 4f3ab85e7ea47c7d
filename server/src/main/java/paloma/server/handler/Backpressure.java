package paloma.server.handler;

/**
 * A service that can have enough: while it takes no more, the sockets are not read, and what arrives waits in the
 * kernel (over TCP and UNIX sockets with the sender).
 */
public interface Backpressure {
    /** Of a service that never has enough. */
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
