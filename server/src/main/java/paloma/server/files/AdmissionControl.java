package paloma.server.files;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import paloma.net.SourcePrefix;
import paloma.server.config.FilesSettings;
import paloma.server.guard.SourceBuckets;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.OpenProof;
import paloma.transfer.wire.Reason;

/** Decides who may open a transfer, and keeps nothing about those who may not. Any thread. */
final class AdmissionControl {
    /** A client needs only one hint that its transfer is unknown. */
    private static final int HINTS_A_SECOND = 20;

    private static final int HINTS_AT_ONCE = 100;
    private static final int HINTED_SOURCES = 4_096;

    private final FilesSettings settings;
    private final FilesCounts counts;
    private final Slots slots;
    private final ServerTransfers transfers;
    private final Cookies cookies = new Cookies();
    private final RecentFailures recentFailures = new RecentFailures();
    private final SourceBuckets hints = new SourceBuckets(HINTS_A_SECOND, HINTS_AT_ONCE, HINTED_SOURCES);
    private volatile List<byte[]> tokens;
    private volatile boolean stopping;

    AdmissionControl(FilesSettings settings, Slots slots, ServerTransfers transfers, FilesCounts counts) {
        this.transfers = transfers;
        this.settings = settings;
        this.tokens = settings.tokens();
        this.counts = counts;
        this.slots = slots;
    }

    boolean wantsToken() {
        return !tokens.isEmpty();
    }

    /** Knows these tokens from now on, and no others; what runs goes on. */
    void know(List<byte[]> wanted) {
        tokens = wanted;
    }

    /** Returns a proof of address, for the source's next Open. */
    byte[] cookie(InetSocketAddress source, long nowNanos) {
        return cookies.give(source, nowNanos);
    }

    /** Returns why a transfer of this source ended a moment ago, or null. */
    Fail recentFailure(long transfer, InetSocketAddress source, long nowNanos) {
        return recentFailures.of(transfer, source, nowNanos);
    }

    /** Keeps for a while why a transfer ended: the datagram that says it may be lost. */
    void remember(InetSocketAddress source, Fail fail, long nowNanos) {
        recentFailures.add(source, fail, nowNanos);
    }

    /** Frees the slot that a transfer took by {@link #refusal}; once. */
    void leave(InetSocketAddress source) {
        slots.free(source.getAddress());
    }

    /** Returns the number of transfers that have a slot. */
    int running() {
        return slots.running();
    }

    /** Admits nobody from now on. */
    void stop() {
        stopping = true;
    }

    /** Returns whether to tell a source that its transfer is unknown; some of its datagrams may still be on their way. */
    boolean mayHint(InetSocketAddress source, long nowNanos) {
        return hints.take(source.getAddress(), nowNanos);
    }

    /** Returns why the transfer may not be opened, or null: then a slot is taken. Only proven addresses are told much. */
    Fail refusal(Open open, InetSocketAddress source, long nowNanos) {
        if (!cookies.use(open.cookie(), source, nowNanos)) {
            counts.badCookies.increment();
            return new Fail(open.transfer(), Reason.STALE_COOKIE, "");
        }
        if (wantsToken() && !knowsToken(open)) {
            counts.badTokens.increment();
            return refused(open, Reason.TOKEN, "the token is wrong for this server");
        }
        if (stopping) {
            return refused(open, Reason.STOPPED, "the server is stopping; try again later");
        }
        if (open.facts().size() > settings.limits().fileBytes()) {
            String sizes = open.facts().size() + " bytes are more than the "
                    + settings.limits().fileBytes() + " that this server accepts for one file";
            return refused(open, Reason.TOO_LARGE, sizes);
        }
        return noSlot(open, source.getAddress(), nowNanos);
    }

    /** Returns null where a slot is taken; else one that is idle is freed for the next attempt. */
    private Fail noSlot(Open open, InetAddress source, long nowNanos) {
        String none = slots.take(source);
        if (none == null) {
            return null;
        }
        long prefix = SourcePrefix.of(source);
        boolean anyHelps = slots.areAllTaken();
        transfers.makeRoom(holder -> anyHelps || SourcePrefix.of(holder) == prefix, nowNanos);
        return refused(open, Reason.BUSY, none);
    }

    private boolean knowsToken(Open open) {
        return tokens.stream().anyMatch(token -> OpenProof.isRight(open, token));
    }

    private Fail refused(Open open, Reason reason, String text) {
        counts.failed(open.kind(), reason);
        return new Fail(open.transfer(), reason, text);
    }
}
