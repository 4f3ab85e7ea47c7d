package paloma.client.files;

import paloma.transfer.wire.Reason;

/**
 * How a transfer ended.
 *
 * @param reason null where the words say all
 * @param words for people, hostile until escaped; empty where the reason says all
 * @param bug of {@link How#BUG} alone, else null
 */
record Outcome(How how, Reason reason, String words, Throwable bug) {
    enum How {
        DONE,
        /** The server said no. */
        REFUSED,
        /** This side said no: its disk, or what came made no sense. */
        FAILED,
        /** Nothing was heard for too long, after there had been something. */
        SILENT,
        /** Nothing was ever heard. */
        NO_ANSWER,
        /** The server's host says that nobody listens. */
        NOBODY,
        /** The user wanted it. */
        STOPPED,
        /** This program met a bug of its own. */
        BUG
    }

    static final Outcome DONE = of(How.DONE);

    Outcome(How how, Reason reason, String words) {
        this(how, reason, words, null);
    }

    static Outcome of(How how) {
        return new Outcome(how, null, "");
    }

    static Outcome bug(Throwable bug) {
        return new Outcome(How.BUG, null, "", bug);
    }

    boolean isDone() {
        return how == How.DONE;
    }

    /** Returns whether no other file would fare better. */
    boolean concernsAll() {
        return switch (how) {
            case SILENT, NO_ANSWER, NOBODY, STOPPED -> true;
            case REFUSED, FAILED -> reason == Reason.TOKEN || reason == Reason.PROTOCOL;
            case DONE, BUG -> false;
        };
    }

    /** Returns whether what came stays, so that the next transfer goes on from it. */
    boolean canGoOn() {
        return how == How.SILENT || how == How.STOPPED;
    }

    /** Returns whether the server does not know the transfer any more, but may take up the file again. */
    boolean isForgotten() {
        return how == How.REFUSED && (reason == Reason.UNKNOWN_TRANSFER || reason == Reason.STALE_COOKIE);
    }

    /** Returns whether the server has too much to do just now. */
    boolean isBusy() {
        return how == How.REFUSED && reason == Reason.BUSY;
    }
}
