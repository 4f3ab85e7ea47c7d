package paloma.net.dtls;

/** Counts what becomes of handshakes and sessions; called on the event loop. */
public interface DtlsWatch {
    /** For those who do not count. */
    DtlsWatch NONE = new DtlsWatch() {};

    /** Why a datagram did not reach the record layer. */
    enum Refusal {
        /** The source sends hellos faster than it may. */
        HELLO_RATE,
        /** The source, or all together, have as many sessions as they may. */
        SESSIONS,
        /** Too many handshakes begin. */
        HANDSHAKE_RATE,
        /** It is no record of a session, or one that only a forger sends. */
        RECORD
    }

    default void refused(Refusal why) {}

    /** A handshake is done. */
    default void established() {}

    /** A handshake has failed. */
    default void failed() {}

    /** @param count how many sessions there are now, half-open ones too */
    default void sessions(int count) {}

    /** A message was too long for a record, or had no session any more. */
    default void unsent() {}
}
