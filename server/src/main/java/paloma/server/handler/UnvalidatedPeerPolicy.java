package paloma.server.handler;

import java.net.InetSocketAddress;

/** What a protocol asks before it does anything for a source that has not proved its address. */
public interface UnvalidatedPeerPolicy {
    /** Returns whether to look at a datagram of this source; a refusal is counted. */
    boolean lets(InetSocketAddress source, long nowNanos);

    /** Returns whether no rate limits this source. */
    boolean isUnlimited(InetSocketAddress source);

    /** Returns whether an answer may be sent; a refusal is counted. */
    boolean mayBeAnswered(InetSocketAddress source, int bytes, long nowNanos);
}
