package paloma.net.dtls;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.californium.scandium.dtls.Connection;
import paloma.net.SourcePrefix;
import paloma.net.dtls.DtlsWatch.Refusal;

/**
 * Lets to Scandium only what cannot hurt: it would answer the cookie of a client for whom it has no room with another cookie,
 * for ever, and a forged alert would end a handshake. What is refused gets no answer. Confined to the event loop.
 */
final class DtlsGuard {
    private final DtlsLimits limits;
    private final boolean connectionIds;
    private final DtlsAdmission admission;
    private final HandshakeBudget budget;
    private final Map<Long, Integer> sessionsOfSource = new HashMap<>();

    DtlsGuard(DtlsServerSettings settings, DtlsAdmission admission, long nowNanos) {
        this.limits = settings.limits();
        this.connectionIds = settings.connectionIds();
        this.admission = admission;
        this.budget = new HandshakeBudget(limits.handshakesPerSecond(), nowNanos);
    }

    /**
     * Returns why the datagram must not be looked at, or null.
     *
     * @param known the session at its source, or null
     * @param sessions how many there are in all
     */
    Refusal refuses(ByteBuf datagram, InetSocketAddress source, Connection known, int sessions, long nowNanos) {
        if (!RecordHeader.isWellFormed(datagram)) {
            return Refusal.RECORD;
        }
        if (RecordHeader.isClientHello(datagram)) {
            return refusesHello(datagram, source, known, sessions, nowNanos);
        }
        if (RecordHeader.hasConnectionId(datagram)) {
            return connectionIds ? null : Refusal.RECORD;
        }
        return known == null || RecordHeader.hasPlainAlertOrData(datagram) ? Refusal.RECORD : null;
    }

    private Refusal refusesHello(
            ByteBuf hello, InetSocketAddress source, Connection known, int sessions, long nowNanos) {
        InetAddress address = source.getAddress();
        if (!RecordHeader.hasCookie(hello)) {
            return admission.letsHello(source, nowNanos) ? null : Refusal.HELLO_RATE;
        }
        if ((known == null || connectionIds) && !hasRoom(address, sessions)) {
            return Refusal.SESSIONS;
        }
        boolean mayBegin = !budget.isEmpty(nowNanos) && admission.mayBegin(address, nowNanos);
        return mayBegin ? null : Refusal.HANDSHAKE_RATE;
    }

    private boolean hasRoom(InetAddress source, int sessions) {
        int ofSource = sessionsOfSource.getOrDefault(SourcePrefix.of(source), 0);
        return sessions < limits.sessions() && (ofSource < limits.sessionsPerSource() || admission.isUnlimited(source));
    }

    /** Called when a handshake begins there, with a true cookie. */
    void opened(InetSocketAddress peer, long nowNanos) {
        budget.take(nowNanos);
        admission.begins(peer.getAddress(), nowNanos);
        count(peer, 1);
    }

    void moved(InetSocketAddress from, InetSocketAddress to) {
        count(from, -1);
        count(to, 1);
    }

    /** @param peer where it was last, though another session may have its address since then */
    void removed(InetSocketAddress peer) {
        count(peer, -1);
    }

    private void count(InetSocketAddress peer, int change) {
        sessionsOfSource.merge(
                SourcePrefix.of(peer.getAddress()), change, (was, by) -> was + by == 0 ? null : was + by);
    }

    int sources() {
        return sessionsOfSource.size();
    }
}
