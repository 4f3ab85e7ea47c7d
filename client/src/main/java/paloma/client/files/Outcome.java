package paloma.client.files;

import java.util.concurrent.TimeUnit;
import paloma.transfer.wire.Reason;

/**
 * How a transfer ended.
 *
 * @param reason null if {@code how} says all
 * @param words for people, hostile until escaped; empty if {@code reason} says all
 * @param bug of {@link How#BUG} alone, else null
 */
record Outcome(How how, Reason reason, String words, Throwable bug) {
    enum How {
        DONE,
        /** The server refused. */
        REFUSED,
        /** This side refused: its disk failed, or the server broke the protocol. */
        FAILED,
        /** Nothing was heard for too long, after something had been. */
        SILENT,
        /** Nothing was ever heard. */
        NO_ANSWER,
        /** The server's host says that nobody listens (ICMP). */
        NOBODY,
        /** The user stopped it. */
        STOPPED,
        /** It cannot be sent, and was left out. */
        LEFT_OUT,
        /** A bug of this program ended it. */
        BUG
    }

    static final Outcome DONE = of(How.DONE);

    Outcome(How how, Reason reason, String words) {
        this(how, reason, words, null);
    }

    static Outcome of(How how) {
        return new Outcome(how, null, "");
    }

    /** @param why in words that follow the name; not escaped yet */
    static Outcome leftOut(String why) {
        return new Outcome(How.LEFT_OUT, null, why);
    }

    static Outcome bug(Throwable bug) {
        return new Outcome(How.BUG, null, "", bug);
    }

    boolean isLeftOut() {
        return how == How.LEFT_OUT;
    }

    boolean isDone() {
        return how == How.DONE;
    }

    /** Returns whether all other files would fail, too. */
    boolean concernsAll() {
        return switch (how) {
            case SILENT, NO_ANSWER, NOBODY, STOPPED -> true;
            case REFUSED, FAILED ->
                switch (reason) {
                    case TOKEN, PROTOCOL, SERVER_KEY, UNSUPPORTED -> true;
                    default -> false;
                };
            case DONE, LEFT_OUT, BUG -> false;
        };
    }

    /** Returns whether the next transfer resumes from what is there. */
    boolean canGoOn() {
        return how == How.SILENT || how == How.STOPPED;
    }

    /** Returns whether the server has lost the transfer but may accept the file again. */
    boolean isForgotten() {
        return how == How.REFUSED && reason == Reason.UNKNOWN_TRANSFER;
    }

    /** Returns whether the server is too busy right now, or another transfer has the file, here or there. */
    boolean isBusy() {
        return reason == Reason.BUSY;
    }

    /** Returns this with how long was waited for it. */
    Outcome after(long waitedNanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(waitedNanos);
        String why = words.isEmpty() ? FailureMessages.BUSY : words;
        return seconds == 0 ? this : new Outcome(how, reason, "waited " + seconds + " s, but " + why);
    }
}
