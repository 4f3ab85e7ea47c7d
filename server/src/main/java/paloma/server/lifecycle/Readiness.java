package paloma.server.lifecycle;

/** Whether new requests should come here, for those who ask {@code /ready} or the health socket. */
public final class Readiness {
    private volatile String reason = "starting";

    public void ready() {
        reason = null;
    }

    public void stopping() {
        reason = "stopping";
    }

    /** Returns one word, or null where the server is ready. */
    public String reasonAgainst() {
        return reason;
    }
}
