package paloma.net.dtls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.DTLSSession;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.ResumptionVerificationResult;
import org.eclipse.californium.scandium.dtls.SessionId;
import org.eclipse.californium.scandium.dtls.resumption.ResumptionVerifier;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;

/**
 * What it takes to resume sessions without certificates and key agreement (RFC 5246, section 7.3), the newest of them, also
 * of those that have ended. Confined to the event loop.
 */
final class ResumableSessions implements ResumptionVerifier {
    private final int max;
    private final long lifetimeNanos;
    private final LongSupplier clock;
    private final Map<SessionId, Kept> kept = new LinkedHashMap<>();

    private record Kept(DTLSSession session, long sinceNanos) {}

    /** @param clock in nanoseconds, as {@link System#nanoTime()} */
    ResumableSessions(int max, long lifetimeNanos, LongSupplier clock) {
        this.max = max;
        this.lifetimeNanos = lifetimeNanos;
        this.clock = clock;
    }

    static ResumableSessions none() {
        return new ResumableSessions(0, 0, () -> 0);
    }

    /** Keeps a copy, which outlives the keys of the session itself. */
    void put(DTLSSession session) {
        SessionId id = session.getSessionIdentifier();
        if (max == 0 || id.isEmpty() || kept.containsKey(id)) {
            return;
        }
        if (kept.size() >= max) {
            remove(kept.keySet().iterator().next());
        }
        kept.put(id, new Kept(new DTLSSession(session), clock.getAsLong()));
    }

    /** Returns a copy, the caller's to destroy, or null. */
    DTLSSession copyOf(SessionId id) {
        Kept found = kept.get(id);
        if (found == null) {
            return null;
        }
        if (clock.getAsLong() - found.sinceNanos > lifetimeNanos) {
            remove(id);
            return null;
        }
        return new DTLSSession(found.session);
    }

    void remove(SessionId id) {
        Kept found = id == null ? null : kept.remove(id);
        if (found != null) {
            SecretUtil.destroy(found.session);
        }
    }

    /** Called when those who were let in before may not be let in any more. */
    void clear() {
        kept.values().forEach(each -> SecretUtil.destroy(each.session));
        kept.clear();
    }

    /** Who knows an id has not proved his address by that: it travels in plaintext. */
    @Override
    public boolean skipRequestHelloVerify(SessionId id) {
        return false;
    }

    @Override
    public ResumptionVerificationResult verifyResumptionRequest(ConnectionId session, ServerNames names, SessionId id) {
        return new ResumptionVerificationResult(session, copyOf(id), null);
    }

    @Override
    public void setResultHandler(HandshakeResultHandler unused) {
        // The result is there at once.
    }
}
