package paloma.server.metrics;

import java.util.Locale;

/** Why a request was not served or an answer not sent; each has its counter. */
public enum Refusal {
    /** The address rules do not let this source in. */
    ADDRESS,
    /** An answer would go to port 0, to a service that answers by itself, or to one of our own sockets. */
    LOOP,
    /** It was sent to many hosts, by broadcast or multicast, and the service answers one. */
    BROADCAST,
    /** The source's token bucket is empty. */
    SOURCE_RATE,
    /** The bound on all answer bytes is met. */
    ANSWER_RATE,
    /** The answer is more than three times its request. */
    AMPLIFICATION,
    /** The request is larger than the service takes. */
    TOO_LARGE,
    /** A line of a stream is longer than a datagram may be: nothing behind it can be told apart. */
    LINE_TOO_LONG,
    /** The queue before the workers is full. */
    BUSY,
    /** The source has used up its share of the workers. */
    BUDGET,
    /** The source bound no address to answer to (UNIX datagram sockets). */
    NO_ADDRESS,
    /** The kernel or the peer takes no more: the answer would have to wait. A connection that ended counts nowhere. */
    UNSENT,
    /** The service ended with an exception. */
    FAILED,
    /** A limit of the service itself is met: open uploads, bytes, free disk space. */
    LIMIT,
    /** As many connections are open as may be: one had to give way, or was not taken. */
    CONNECTIONS,
    /** As many connections of its source are open as may be: one had to give way, or was not taken. */
    CONNECTIONS_PER_SOURCE,
    /** The process has no descriptor left: a silent connection had to give way to a new one. */
    DESCRIPTORS,
    /** A stranger has not sent the code that proves his address: he was told it already, or cannot be told now. */
    UNPROVED,
    /** What a stranger sent for his code is not it, or he has tried too often. */
    CODE,
    /** As many peers of the service are there as may be. */
    PEERS,
    /** As many peers of its source are there as may be. */
    PEERS_PER_SOURCE,
    /** The server stops: nobody arrives any more. */
    STOPPING,
    /** A peer does not read what is sent to him: he was let go. */
    NOT_READING,
    /** There was no TLS handshake: something else came, too little in time, or nothing that both sides know. */
    TLS_HANDSHAKE,
    /** The client showed no certificate in its TLS handshake, or none that an authority of ours has signed. */
    TLS_CLIENT,
    /** As many sessions over DTLS are there as may be, of all or of one source. */
    SESSIONS,
    /** More handshakes over DTLS would begin than the server has time for. */
    HANDSHAKE_RATE,
    /** The datagram is damaged, or none that the protocol knows. */
    MALFORMED;

    /** Returns the label in the metrics, such as {@code source-rate}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
