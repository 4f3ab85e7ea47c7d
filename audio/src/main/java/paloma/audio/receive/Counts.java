package paloma.audio.receive;

/** Datagrams that were not played, by reason. Written by the event loop alone. */
public final class Counts {
    volatile long malformed;
    volatile long otherFormat;

    /** Packets that wait for the next of their sender, which tells whether they may be played. */
    volatile long waiting;

    volatile long foreign;
    volatile long socketErrors;
    volatile long streams;
    volatile long senders;

    long dropped() {
        return malformed + otherFormat + waiting + foreign;
    }
}
