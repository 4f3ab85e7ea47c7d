package paloma.transfer;

/**
 * Tells a path that carries only small datagrams from one that is away: when ordinary Hellos stay unanswered, smaller ones
 * leave beside them. Few answers to these may be chance, where much is lost.
 */
final class NarrowPath {
    /** What every IPv4 host must take (RFC 791, 3.1), as payload. */
    static final int HELLO_BYTES = 576;

    private static final int MIN_UNANSWERED = 3;
    private static final int MIN_ANSWERS = 3;

    private int hellos;
    private int answers;
    private boolean sent;

    /** Returns whether a small Hello is to leave before the next ordinary one. */
    boolean isDue() {
        sent = !sent && hellos >= MIN_UNANSWERED;
        return sent;
    }

    /** Called when an ordinary Hello leaves. */
    void asked() {
        hellos++;
        sent = false;
    }

    /** Called when a small one was answered; returns whether nothing else passes. */
    boolean answered() {
        return ++answers >= MIN_ANSWERS;
    }

    static String sentence() {
        return "The path carries less than 1,200 bytes of payload: Hellos of 1,200 stayed unanswered, those of "
                + HELLO_BYTES + " were answered. Raise the MTU of the tunnel or link on the way to 1,280 at least.";
    }
}
