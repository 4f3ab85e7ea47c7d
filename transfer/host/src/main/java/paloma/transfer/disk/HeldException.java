package paloma.transfer.disk;

import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** A file is refused because another process writes it. */
public final class HeldException extends RefusedException {
    private final boolean mayEnd;

    HeldException(FileName name, Lease lease, boolean mayEnd) {
        super(Reason.BUSY, sentence(name, lease.replica()));
        this.mayEnd = mayEnd;
    }

    private static String sentence(FileName name, String replica) {
        return name.shown()
                + (replica.isEmpty()
                        ? " is being sent by another transfer"
                        : " is being written by a client of replica " + told(replica));
    }

    /** Returns whether it is not known yet that the other lives and has a client: to be tried again some times a second. */
    public boolean mayEnd() {
        return mayEnd;
    }
}
