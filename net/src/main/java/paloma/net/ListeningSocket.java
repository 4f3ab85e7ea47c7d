package paloma.net;

/** What listens for datagrams or connections. */
public interface ListeningSocket extends AutoCloseable {
    /** Takes nothing more in; what comes waits in the kernel, for whoever else has the socket. Returns when that holds. */
    void stopReading();

    /** Takes no more connections, and lets whoever tries know at once; those that there are go on. */
    default void stopAccepting() {}

    /** Begins to close: whoever is connected gets what was written to him, for which {@link #close} waits a moment. */
    default void beginToClose() {}

    @Override
    void close();
}
