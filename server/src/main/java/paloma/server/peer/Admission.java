package paloma.server.peer;

import java.net.InetSocketAddress;
import paloma.server.config.PeerSettings;
import paloma.server.guard.Guards;

/** Who may become a peer of one service, over all its endpoints. Any thread. */
public final class Admission {
    private final PeerBounds bounds;
    private final long startNanos;
    private Strangers strangers;

    /** @param guards know the sources that are not limited */
    public Admission(PeerSettings settings, Guards guards, long nowNanos) {
        bounds = new PeerBounds(settings.all(), settings.perSource(), guards);
        startNanos = nowNanos;
    }

    public PeerBounds bounds() {
        return bounds;
    }

    /** Returns what is known of strangers, in some megabytes, which only bare UDP needs. */
    synchronized Strangers strangers() {
        if (strangers == null) {
            strangers = new Strangers(startNanos);
        }
        return strangers;
    }

    /** Called when a peer has gone. */
    synchronized void forget(InetSocketAddress source) {
        if (strangers != null) {
            strangers.forget(source);
        }
    }
}
