package paloma.server.lifecycle;

import java.util.List;
import java.util.function.Supplier;

/** Whether new requests should come here, for those who ask {@code /ready} or the health socket. */
public final class Readiness {
    private volatile String reason = "starting";
    private volatile long sinceMillis = System.currentTimeMillis();
    private volatile Supplier<List<String>> remarks = List::of;

    /** @param wanted what a ready server goes on without; asked each time */
    public void remarkedBy(Supplier<List<String>> wanted) {
        remarks = wanted;
    }

    public void ready() {
        reason = null;
        sinceMillis = System.currentTimeMillis();
    }

    public void stopping() {
        reason = "stopping";
        sinceMillis = System.currentTimeMillis();
    }

    /** Returns one word, or null where the server is ready. */
    public String reasonAgainst() {
        return reason;
    }

    /** Returns when that became so, in milliseconds since 1970. */
    public long sinceMillis() {
        return sinceMillis;
    }

    /** Returns what there is to remark on a server that is ready, each in words. */
    public List<String> remarks() {
        return remarks.get();
    }
}
