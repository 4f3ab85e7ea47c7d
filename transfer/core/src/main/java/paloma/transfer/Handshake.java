package paloma.transfer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.noise.X25519;
import paloma.transfer.protection.ConnectionKeys;
import paloma.transfer.protection.Token;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.RequestFlags;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/**
 * How a client opens a connection: it asks for a cookie, which proves its address (as a Retry does, RFC 9000, section 8.1),
 * sends it back with the first message of a Noise handshake, its request sealed in that, and repeats both until they are
 * answered. Whatever does not open is as if it had never come.
 */
public final class Handshake {
    /** The size of the usual path, so that no more need be probed there. */
    public static final int LARGEST_HELLO_BYTES = DatagramSizes.ETHERNET_BYTES;

    /** After so many unanswered ones the path is taken to drop large datagrams. */
    private static final int MAX_LARGE_HELLOS = 3;

    /** After so many unanswered ones the cookie was not the server's, or is too old by now. */
    private static final int MAX_OPENS = 6;

    /** Of a path of which nothing is known (RFC 9002, section 6.2.2). */
    private static final long UNKNOWN_NANOS = 333_000_000;

    /** So long a bad answer in clear, which anybody can send, waits for a better one. */
    private static final long DOUBT_NANOS = 500_000_000;

    /**
     * What the client asks for.
     *
     * @param facts of the file, or batch, that is put, else {@link FileFacts#NONE}
     * @param credit chunks that the server may begin before the first acknowledgement; 0 for a put
     * @param limitKbit the fastest that the server may send, in kbit/s; 0 is unlimited
     * @param held what the disk already has of a file that is got
     * @param token the secret that is shared with the server, or null
     */
    public record OpenRequest(
            Kind kind,
            RequestFlags flags,
            FileFacts facts,
            int credit,
            int limitKbit,
            String name,
            List<BlockRange> held,
            byte[] token) {}

    private final long connection;
    private final long nonce;
    private final OpenRequest request;
    private final ServerKeyCheck serverKeys;
    private final Offload offload;
    private final int limitBytes;
    private final RepeatTimer timer;
    private final NarrowPath narrow = new NarrowPath();
    private HelloPair pair = new HelloPair();
    private long firstHelloNanos;
    private boolean isHelloSent;
    private int largeHellos;
    private boolean largeHelloSent;
    private int provenBytes = Wire.SAFE_BYTES;
    private long roundTripNanos;
    private Cookie cookie;
    private X25519.KeyPair ephemeral;
    private Fail doubt;
    private Fail hinted;
    private String keyRefusal;
    private long doubtNanos;
    private Opened opened;
    private boolean isOpening;
    private boolean isSealing;
    private int opens;
    private boolean isCopied;
    private Grant grant;
    private ConnectionKeys keys;
    private Fail fail;
    private boolean isTold;

    /** The Open as it leaves, each time with the same bytes, and what reads the answer to it. */
    private record Opened(Open open, HandshakeState noise, byte[] earlyKey) {}

    /** What an Accept held, if it is authentic. */
    private record Answer(Frame frame, ConnectionKeys keys) {}

    /**
     * @param offload for the key agreements
     * @param limitBytes the largest datagram that this host can send whole
     */
    public Handshake(
            long connection,
            long nonce,
            OpenRequest request,
            ServerKeyCheck serverKeys,
            Offload offload,
            int limitBytes,
            long nowNanos) {
        this.connection = connection;
        this.nonce = nonce;
        this.request = request;
        this.serverKeys = serverKeys;
        this.offload = offload;
        this.limitBytes = limitBytes;
        this.timer = new RepeatTimer(nowNanos);
        offload.run(X25519.KeyPair::random, made -> ephemeral = made);
    }

    /** Called before the first {@link #poll} with the cookie of the last transfer, which saves a round trip. */
    public void knows(Cookie freshCookie, int proven, long roundTrip, HelloPair earlier) {
        pair = earlier;
        provenBytes = proven;
        roundTripNanos = roundTrip;
        timer.roundTrip(roundTrip);
        open(freshCookie);
    }

    /** Returns whether the server has been asked for the transfer, so that a put may send its first bytes behind. */
    public boolean isAsked() {
        return opens > 0;
    }

    /** Returns the key for what is sent before the answer; known once {@link #isAsked}. */
    public byte[] earlyKey() {
        return opened.earlyKey();
    }

    /** Returns the server's answer that the transfer is open, or null. */
    public Grant grant() {
        return grant;
    }

    /** Returns the keys of the connection; known once there is a {@link #grant}. */
    public ConnectionKeys keys() {
        return keys;
    }

    /** Returns the cookie that a later handshake can start with; known once there is a {@link #grant}. */
    public Cookie nextCookie() {
        return cookie.with(grant.cookie());
    }

    /** Returns the key that the server has shown to be its own; known once there is a {@link #grant}. */
    public byte[] serverKey() {
        return cookie.serverKey();
    }

    /**
     * Returns why there will be no transfer, or null. {@link Reason#UNKNOWN_TRANSFER} is that it is to be tried anew under
     * another number, and so is {@link Reason#TOKEN}, a few times, for nobody can prove that it is the server who says so.
     */
    public Fail fail() {
        return fail;
    }

    /** Returns all that the check of the server's key said, which may be more than a {@link Fail} holds. */
    public String keyRefusal() {
        return keyRefusal;
    }

    /** Returns whether it was the server who said why there will be no transfer, and not this side. */
    public boolean isTold() {
        return isTold;
    }

    public int provenBytes() {
        return provenBytes;
    }

    /** Returns the round trip of the cookie, 0 while it is not known. */
    public long roundTripNanos() {
        return roundTripNanos;
    }

    /** Returns what the Hellos told of the path. */
    public HelloPair pair() {
        return pair;
    }

    /** Returns how many packets the path takes at once, as far as that is known by now. */
    public int firstPackets(long nowNanos) {
        return pair.firstPackets(roundTripNanos, nowNanos);
    }

    public void take(Message message, long nowNanos) {
        if (grant != null || fail != null) {
            return;
        }
        if (message instanceof Cookie answer && answer.nonce() == nonce) {
            takeCookie(answer, nowNanos);
        } else if (message instanceof Versions versions && versions.nonce() == nonce && cookie == null) {
            doubt(
                    Reason.PROTOCOL,
                    "The server speaks other versions of the protocol: " + versions.versions()
                            + ", and this client speaks " + Wire.VERSION + ".",
                    nowNanos);
        } else if (message instanceof Hint hint && hint.connection() == connection) {
            takeHint(hint);
        } else if (message instanceof Accept accept && accept.connection() == connection && opened != null) {
            takeAccept(accept);
        }
    }

    /** Writes the datagram that is to leave now and returns its length in bytes, or 0 where none is. */
    public int poll(ByteBuf out, long nowNanos) {
        if (doubt != null && nowNanos - doubtNanos >= 0) {
            fail = doubt;
        }
        if (cookie != null) {
            openWhenKnown(nowNanos);
        }
        if (grant != null || fail != null || isComputing() || !(isCopyDue() || timer.isDue(nowNanos))) {
            return 0;
        }
        if (cookie == null) {
            return hello(out, nowNanos);
        }
        if (hinted != null || opens == MAX_OPENS) {
            fail = hinted == null ? new Fail(Reason.UNKNOWN_TRANSFER, "") : hinted;
            isTold = true;
            return 0;
        }
        return open(out, nowNanos);
    }

    private int open(ByteBuf out, long now) {
        if (isCopyDue()) {
            isCopied = true;
        } else {
            opens++;
            timer.asked(now);
        }
        return Wire.encode(opened.open(), out);
    }

    /** Returns whether the first Open leaves once more, for nothing of the first flight can be read without it: not on a thin path. */
    private boolean isCopyDue() {
        return opens == 1 && !isCopied && !pair.isThin();
    }

    /** Called when what was asked may have gone where nobody is any more: it is asked again now. */
    public void repeat(long nowNanos) {
        if (!isComputing()) {
            timer.restart(nowNanos);
        }
    }

    public long wakeNanos() {
        if (cookie != null && !isSealing) {
            return pair.judgedNanos();
        }
        long due = isComputing() ? Long.MAX_VALUE : timer.dueNanos();
        return doubt == null ? due : isComputing() ? doubtNanos : earlier(due, doubtNanos);
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    private boolean isComputing() {
        return cookie != null && opened == null;
    }

    /** The large one first: if it is answered, so much passes the path. The small one follows for paths where it is not. */
    private int hello(ByteBuf out, long now) {
        firstHelloNanos = isHelloSent ? firstHelloNanos : now;
        isHelloSent = true;
        int largeBytes = Math.min(limitBytes, LARGEST_HELLO_BYTES);
        if (largeBytes > Wire.SAFE_BYTES && !largeHelloSent && largeHellos < MAX_LARGE_HELLOS) {
            largeHelloSent = true;
            largeHellos++;
            return Wire.encode(new Hello(Wire.VERSION, nonce, largeBytes), out);
        }
        if (narrow.isDue()) {
            return Wire.encode(new Hello(Wire.VERSION, nonce, NarrowPath.HELLO_BYTES), out);
        }
        narrow.asked();
        largeHelloSent = false;
        timer.asked(now);
        return Wire.encode(new Hello(Wire.VERSION, nonce, Wire.SAFE_BYTES), out);
    }

    private void takeCookie(Cookie answer, long now) {
        if (answer.seenBytes() <= limitBytes) {
            provenBytes = Math.max(provenBytes, answer.seenBytes());
        }
        if (cookie == null && answer.seenBytes() < Wire.SAFE_BYTES) {
            if (narrow.answered()) {
                doubt(Reason.PROTOCOL, NarrowPath.sentence(), now);
            }
            return;
        }
        if (cookie != null) {
            if (answer.seenBytes() <= Wire.SAFE_BYTES) {
                pair.second(now);
                openWhenKnown(now);
            }
            return;
        }
        Fail objection = objection(answer);
        if (objection == null) {
            doubt = null;
            roundTripNanos = roundTrip(timer.answered(now), now - firstHelloNanos);
            timer.roundTrip(roundTripNanos);
            pair.first(answer.seenBytes() > Wire.SAFE_BYTES, now);
            cookie = answer;
            openWhenKnown(now);
        } else {
            doubt(objection.reason(), objection.text(), now);
        }
    }

    /** Which of several Hellos is answered cannot be told: where that matters, the path is taken to be no shorter than unknown ones. */
    private static long roundTrip(long sinceLast, long sinceFirst) {
        return Math.max(sinceLast, Math.min(sinceFirst, UNKNOWN_NANOS));
    }

    private Fail objection(Cookie answer) {
        if (answer.version() != Wire.VERSION || !answer.suites().contains(Wire.SUITE)) {
            return new Fail(Reason.PROTOCOL, "The server offers nothing that this client can seal by.");
        }
        String refusal = serverKeys.refusal(answer.serverKey());
        if (refusal != null) {
            keyRefusal = refusal;
            return new Fail(Reason.SERVER_KEY, refusal);
        }
        if (answer.wantsToken() && request.token() == null) {
            return new Fail(Reason.TOKEN, "The server wants a token: give the file that holds it with --token-file.");
        }
        if (!answer.wantsToken() && request.token() != null) {
            return new Fail(
                    Reason.TOKEN,
                    "The server asks for no token, so it need not be yours: if it is, leave --token-file out.");
        }
        return null;
    }

    /** Anybody can say so in clear: it counts when nobody says better for a while. */
    private void doubt(Reason reason, String text, long now) {
        if (doubt == null) {
            doubt = new Fail(reason, text);
            doubtNanos = now + DOUBT_NANOS;
        }
    }

    /** A server that is to send first must be told how to begin, so that it waits a moment for the second answer. */
    private void openWhenKnown(long now) {
        if (opened == null && !isSealing && (!request.kind().comesBack() || pair.isJudged(now))) {
            open(cookie);
        }
    }

    private void open(Cookie answer) {
        cookie = answer;
        isSealing = true;
        byte[] payload = payload();
        X25519.KeyPair made = ephemeral; // while the cookie was on its way, if there was time
        offload.run(() -> opened(answer, made == null ? X25519.KeyPair.random() : made, payload), next -> {
            opened = next;
            if (next == null) {
                fail = new Fail(Reason.PROTOCOL, "The server's key is no key.");
            }
        });
    }

    private Opened opened(Cookie answer, X25519.KeyPair own, byte[] payload) {
        Token token = answer.wantsToken() ? new Token(request.token()) : null;
        Open bare = new Open(
                connection,
                Wire.VERSION,
                Wire.SUITE,
                answer.nonce(),
                answer.seenBytes(),
                answer.cookie(),
                new byte[0],
                new byte[Open.CHECK_BYTES]);
        HandshakeState noise = HandshakeState.initiator(
                bare.prologue(answer), token == null ? null : token.psk(), answer.serverKey(), own);
        byte[] message = noise.writeMessage(payload);
        if (message == null) {
            return null;
        }
        Open open = bare.with(message, bare.check());
        byte[] check = token == null ? open.check() : token.check(open);
        return new Opened(open.with(message, check), noise, ConnectionKeys.early(noise));
    }

    /** Anybody can write one: it counts where there is no Accept when the Open would have to be repeated. */
    private void takeHint(Hint hint) {
        if (opened == null) {
            return;
        }
        if (hint.why() == Hint.Why.STALE_COOKIE) {
            hinted = new Fail(Reason.UNKNOWN_TRANSFER, "");
        } else if (hint.why() == Hint.Why.TOKEN) {
            hinted = new Fail(Reason.TOKEN, "the token is wrong for this server");
        }
        // UNKNOWN_CONNECTION: data has overtaken the Open. TOO_MANY: the Open is repeated anyway.
    }

    /** One at a time: a forged one costs an agreement. */
    private void takeAccept(Accept accept) {
        if (isOpening) {
            return;
        }
        isOpening = true;
        HandshakeState noise = opened.noise().copy();
        byte[] earlyKey = opened.earlyKey();
        offload.run(() -> answer(accept, noise, earlyKey), answer -> {
            isOpening = false;
            if (answer != null && fail == null) {
                conclude(answer);
            }
        });
    }

    private static Answer answer(Accept accept, HandshakeState noise, byte[] earlyKey) {
        byte[] payload = noise.readMessage(accept.noise());
        return payload == null
                ? null
                : new Answer(Frame.decode(Unpooled.wrappedBuffer(payload)), ConnectionKeys.of(earlyKey, noise));
    }

    private void conclude(Answer answer) {
        if (answer.frame() instanceof Grant granted) {
            grant = granted;
            keys = answer.keys();
        } else {
            isTold = answer.frame() instanceof Fail;
            fail = answer.frame() instanceof Fail refusal
                    ? refusal
                    : new Fail(Reason.PROTOCOL, "the server's answer makes no sense");
        }
    }

    private byte[] payload() {
        Request frame = new Request(
                request.kind(),
                request.flags().withGentle(pair.isThin()),
                limitBytes,
                request.facts(),
                request.credit(),
                request.limitKbit(),
                request.name(),
                request.held());
        ByteBuf out = Unpooled.buffer(Wire.SAFE_BYTES);
        Frame.encode(frame, out);
        return ByteBufUtil.getBytes(out);
    }
}
