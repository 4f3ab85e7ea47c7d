package paloma.net.dtls;

import java.net.InetSocketAddress;

/**
 * What becomes of a session, fired through the pipeline of its socket as a user event, in order with the datagrams of the
 * session. At one address there is one session at a time.
 */
public sealed interface DtlsSessionEvent {
    /** Returns where the peer is, or was. */
    InetSocketAddress peer();

    /** He has proved his address, and who he is as far as that was asked. */
    record Established(InetSocketAddress peer) implements DtlsSessionEvent {}

    /** His newest record came from another address, which his connection id allows (RFC 9146). */
    record Moved(InetSocketAddress peer, InetSocketAddress before) implements DtlsSessionEvent {}

    /** The session has ended, by him or by us; nothing reaches him any more. */
    record Ended(InetSocketAddress peer) implements DtlsSessionEvent {}
}
