package paloma.server.files;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import paloma.net.SourcePrefix;
import paloma.server.config.FilesSettings;
import paloma.server.guard.SourceBuckets;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.noise.X25519;
import paloma.transfer.protection.Token;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.Wire;

/** Decides who may open a transfer, and keeps nothing about those who may not. Any thread. */
final class AdmissionControl {
    /** A client needs only one hint that its transfer is unknown. */
    private static final int HINTS_A_SECOND = 20;

    private static final int HINTS_AT_ONCE = 100;
    private static final int SOURCES = 4_096;

    /** Of strangers: a forged Open costs an agreement, and a core does some thousands of them in a second. */
    private static final SourceBuckets.Rate STRANGERS = new SourceBuckets.Rate(200, 100);

    private static final SourceBuckets.Rate STRANGER = new SourceBuckets.Rate(10, 20);

    /** Of those who have opened a connection before and got their cookie sealed: one for each of many small files. */
    private static final SourceBuckets.Rate CLIENTS = new SourceBuckets.Rate(1_000, 200);

    private static final SourceBuckets.Rate CLIENT = new SourceBuckets.Rate(400, 100);

    /** Of one source: who guesses is soon not heard, and that is nobody else's affair. */
    private static final SourceBuckets.Rate WRONG_TOKENS = new SourceBuckets.Rate(1, 10);

    private final FilesSettings settings;
    private final FilesCounts counts;
    private final Slots slots;
    private final ServerTransfers transfers;
    private final X25519.KeyPair key;
    private volatile List<Token> tokens;
    private final Cookies cookies;
    private final InstantSource clock;
    private final LastWords lastWords = new LastWords();
    private final SourceBuckets hints = new SourceBuckets(HINTS_A_SECOND, HINTS_AT_ONCE, SOURCES);
    private final HandshakeRate strangers = new HandshakeRate(STRANGERS, STRANGER, SOURCES);
    private final HandshakeRate clients = new HandshakeRate(CLIENTS, CLIENT, SOURCES);
    private final SourceBuckets wrongTokens = new SourceBuckets(WRONG_TOKENS, SOURCES);
    private volatile Open lastWrong;
    private volatile boolean stopping;

    /**
     * @param key the server's static one, by which clients know it
     * @param cookies of that key
     * @param clock of this host, which other servers with this key have nearly the same
     */
    AdmissionControl(
            FilesSettings settings,
            X25519.KeyPair key,
            Cookies cookies,
            Slots slots,
            ServerTransfers transfers,
            FilesCounts counts,
            InstantSource clock) {
        this.cookies = cookies;
        this.clock = clock;
        this.transfers = transfers;
        this.settings = settings;
        this.key = key;
        this.counts = counts;
        this.slots = slots;
        know(settings.tokens());
    }

    /** Knows these tokens from now on, and no others; what runs goes on. */
    void know(List<byte[]> wanted) {
        tokens = wanted.stream().map(Token::new).toList();
    }

    /** Returns the answer to a stranger: a proof of address, for the source's next Open. */
    Cookie cookie(Hello hello, InetSocketAddress source) {
        return cookie(hello.nonce(), hello.datagramBytes(), cookies.forStranger(source, hello, clock.millis()));
    }

    /** Returns a proof of address for the next Open of a client that has opened a connection. */
    byte[] nextCookie(InetSocketAddress source, Open open) {
        return cookies.forClient(source, open, clock.millis());
    }

    private Cookie cookie(long nonce, int seenBytes, byte[] cookie) {
        return new Cookie(
                Wire.VERSION,
                nonce,
                seenBytes,
                !tokens.isEmpty(),
                cookie,
                key.publicKey(),
                List.of(Wire.VERSION),
                List.of(Wire.SUITE));
    }

    /** Returns the last datagram of a connection of this source that ended a moment ago, or null. */
    byte[] lastWord(long connection, InetSocketAddress source, long nowNanos) {
        return lastWords.of(connection, source, nowNanos);
    }

    /** Keeps for a while how a connection ended: the datagram that says it may be lost. */
    void remember(long connection, InetSocketAddress source, byte[] datagram, long nowNanos) {
        lastWords.add(connection, source, datagram, nowNanos);
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

    /**
     * Returns why an Open is not worth a key agreement, or null, for the price of a MAC or two; its cookie is used then.
     *
     * @param unlimited whether no rate limits the source
     */
    Hint.Why objection(Open open, InetSocketAddress source, boolean unlimited, long nowNanos) {
        long nowMillis = clock.millis();
        Cookies.Holder holder = cookies.holder(open, source, nowMillis);
        if (holder == Cookies.Holder.NONE || open.version() != Wire.VERSION || open.suite() != Wire.SUITE) {
            counts.badCookies.increment();
            return Hint.Why.STALE_COOKIE;
        }
        if (!tokens.isEmpty() && wrongTokens.isEmpty(source.getAddress(), nowNanos)) {
            counts.refusedHandshakes.increment();
            return Hint.Why.TOO_MANY;
        }
        if (!tokens.isEmpty() && token(open) == null) {
            return Hint.Why.TOKEN;
        }
        boolean isClient = holder == Cookies.Holder.CLIENT;
        if (!unlimited && !(isClient ? clients : strangers).admits(source.getAddress(), nowNanos)) {
            counts.refusedHandshakes.increment();
            return Hint.Why.TOO_MANY;
        }
        if (!cookies.use(open, nowMillis)) {
            counts.badCookies.increment();
            return Hint.Why.STALE_COOKIE; // it came twice at once
        }
        return null;
    }

    /** Called for an Open whose token is wrong; returns whether it is another guess than the last: an Open leaves twice. */
    boolean wrongToken(Open open, InetSocketAddress source, long nowNanos) {
        if (open.equals(lastWrong)) {
            return false;
        }
        lastWrong = open;
        wrongTokens.take(source.getAddress(), nowNanos);
        counts.badTokens.increment();
        return true;
    }

    /** Returns the token that the sender of this Open knows, or null. */
    private Token token(Open open) {
        for (Token token : tokens) {
            if (token.isRight(open)) {
                return token;
            }
        }
        return null;
    }

    /**
     * Reads the first message of the handshake, which is a key agreement: not on an event loop.
     *
     * @return null where it was not sealed for this server
     */
    ServerHandshake handshake(Open open) {
        Token token = token(open);
        HandshakeState noise = HandshakeState.responder(
                open.prologue(cookie(open.nonce(), open.seenBytes(), open.cookie())),
                token == null ? null : token.psk(),
                key,
                X25519.KeyPair.random());
        byte[] payload = noise.readMessage(open.noise());
        if (payload == null || !(Frame.decode(Unpooled.wrappedBuffer(payload)) instanceof Request request)) {
            counts.unopened.increment();
            return null;
        }
        return new ServerHandshake(open, request, noise);
    }

    /** Returns why the transfer may not be opened, or null: then a slot is taken. */
    Fail refusal(Request request, InetSocketAddress source, long nowNanos) {
        if (request.kind() == null) {
            return new Fail(Reason.UNSUPPORTED, "this server knows nothing of what you ask for; it is older");
        }
        if (stopping) {
            return refused(request, Reason.STOPPED, "the server is stopping; try again later");
        }
        if (request.facts().size() > settings.limits().fileBytes()) {
            String sizes = request.facts().size() + " bytes are more than the "
                    + settings.limits().fileBytes() + " that this server accepts for one file";
            return refused(request, Reason.TOO_LARGE, sizes);
        }
        return noSlot(request, source.getAddress(), nowNanos);
    }

    /** Returns null where a slot is taken; else one that is idle is freed for the next attempt. */
    private Fail noSlot(Request request, InetAddress source, long nowNanos) {
        String none = slots.take(source);
        if (none == null) {
            return null;
        }
        long prefix = SourcePrefix.of(source);
        boolean anyHelps = slots.areAllTaken();
        transfers.makeRoom(holder -> anyHelps || SourcePrefix.of(holder) == prefix, nowNanos);
        return refused(request, Reason.BUSY, none);
    }

    private Fail refused(Request request, Reason reason, String text) {
        counts.failed(request.kind(), reason);
        return new Fail(reason, text);
    }
}
