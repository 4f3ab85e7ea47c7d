package paloma.transfer.disk;

import java.io.IOException;
import paloma.transfer.name.RefusedException;

/** Another process has taken over the part that this one stood still with. */
final class LeaseLostException extends IOException {
    private final String replica;

    /** @param replica the name of the server that has it now, as it says; or empty */
    LeaseLostException(String replica) {
        this.replica = replica;
    }

    LeaseLostException(LeaseLostException first) {
        this(first.replica);
        initCause(first);
    }

    String sentence(String what) {
        String who = replica.isEmpty() ? "" : ", " + RefusedException.told(replica) + ',';
        return what + ": this server stood still, and another server of this folder" + who + " took it over";
    }
}
