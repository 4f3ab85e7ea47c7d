package paloma.server.handler;

import java.net.InetSocketAddress;

/** What a protocol of its own asks before it does anything for a source that has not proved its address. */
public interface UnvalidatedPeerPolicy {
    /** Returns whether to look at what a stranger sent; what is refused is counted. */
    boolean lets(InetSocketAddress source, long nowNanos);

    /** Returns whether an answer may leave; what may not is counted. */
    boolean mayBeAnswered(InetSocketAddress source, int bytes, long nowNanos);
}
