package paloma.net;

import java.io.IOException;
import java.net.InetAddress;

/** Is told what connections an endpoint could not serve. Any thread; must not block. */
public interface ConnectionWatch {
    /** Looks away. */
    ConnectionWatch NONE = new ConnectionWatch() {
        @Override
        public void turnedAway(ConnectionLimits.Bound bound, InetAddress source) {}

        @Override
        public void notAccepted(IOException cause) {}
    };

    /**
     * A connection was refused, or closed for a newer one.
     *
     * @param source of the connection that was refused or closed
     */
    void turnedAway(ConnectionLimits.Bound bound, InetAddress source);

    /**
     * Returns whether connections from there are those of others, who are not known before
     * {@link ConnectionLimits#tell}.
     */
    default boolean isProxy(InetAddress peer) {
        return false;
    }

    /** The system gave no connection, as when the process is {@link Descriptors out of descriptors}; it is asked again. */
    void notAccepted(IOException cause);
}
