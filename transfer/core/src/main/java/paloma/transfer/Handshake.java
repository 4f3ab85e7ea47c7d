package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.List;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.OpenProof;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/**
 * How a client opens a transfer: it asks for a cookie, which proves its address (as a Retry does, RFC 9000, section 8.1),
 * sends it back with its request, and repeats both until they are answered.
 */
public final class Handshake {
    /** The size of the usual path, so that no more need be probed there. */
    public static final int LARGEST_HELLO_BYTES = DatagramSizes.ETHERNET_BYTES;

    /** After so many unanswered ones the path is taken to drop large datagrams. */
    private static final int MAX_LARGE_HELLOS = 3;

    /** A server whose cookies are stale at once, again and again, never lets anybody in. */
    private static final int MAX_COOKIES = 5;

    /**
     * What the client asks for.
     *
     * @param facts of the file that is put, else {@link FileFacts#NONE}
     * @param credit chunks that the server may begin before the first acknowledgement; 0 for a put
     * @param limitKbit the fastest that the server may send, in kbit/s; 0 is unlimited
     * @param held what the disk already has of a file that is got
     * @param token the shared secret, or null
     */
    public record OpenRequest(
            Kind kind,
            boolean force,
            boolean recursive,
            FileFacts facts,
            int credit,
            int limitKbit,
            String name,
            List<BlockRange> held,
            byte[] token) {}

    private final long transfer;
    private final long nonce;
    private final OpenRequest request;
    private final int limitBytes;
    private final RepeatTimer timer;
    private int largeHellos;
    private boolean largeHelloSent;
    private int cookies;
    private int provenBytes = Wire.SAFE_BYTES;
    private long roundTripNanos;
    private byte[] cookie;
    private Accept accept;
    private Fail fail;

    /** @param limitBytes the largest datagram that this host can send whole */
    public Handshake(long transfer, long nonce, OpenRequest request, int limitBytes, long nowNanos) {
        this.transfer = transfer;
        this.nonce = nonce;
        this.request = request;
        this.limitBytes = limitBytes;
        this.timer = new RepeatTimer(nowNanos);
    }

    /** Called before the first {@link #poll} with the cookie of the last transfer, which saves a round trip. */
    public void knows(byte[] freshCookie, int proven, long roundTrip) {
        cookie = freshCookie;
        provenBytes = proven;
        roundTripNanos = roundTrip;
        timer.roundTrip(roundTrip);
    }

    /** Returns whether the server has been asked for the transfer, so that a put may send its first bytes behind. */
    public boolean isAsked() {
        return cookie != null && timer.isWaiting();
    }

    /** Returns the server's answer that the transfer is open, or null. */
    public Accept accept() {
        return accept;
    }

    /** Returns why there will be no transfer, or null. */
    public Fail fail() {
        return fail;
    }

    public int provenBytes() {
        return provenBytes;
    }

    /** Returns the round trip of the cookie, 0 while it is not known. */
    public long roundTripNanos() {
        return roundTripNanos;
    }

    public void take(Message message, long nowNanos) {
        if (message instanceof Cookie answer && answer.nonce() == nonce) {
            takeCookie(answer, nowNanos);
        } else if (message instanceof Versions versions && versions.nonce() == nonce && cookie == null) {
            fail = new Fail(
                    transfer,
                    Reason.PROTOCOL,
                    "The server speaks other versions of the protocol: " + versions.versions()
                            + ", and this client speaks " + Wire.VERSION);
        } else if (message instanceof Accept answer && answer.transfer() == transfer) {
            accept = answer;
        } else if (message instanceof Fail answer && answer.transfer() == transfer) {
            takeFail(answer, nowNanos);
        }
    }

    /** Writes the datagram that is to leave now and returns its length in bytes, or 0 where none is. */
    public int poll(ByteBuf out, long nowNanos) {
        if (accept != null || fail != null || !timer.isDue(nowNanos)) {
            return 0;
        }
        if (cookie == null) {
            return hello(out, nowNanos);
        }
        timer.asked(nowNanos);
        return Wire.encode(open(), out);
    }

    /** Writes the Open once more, for a server that has accepted it and is silent. */
    public int again(ByteBuf out) {
        return Wire.encode(open(), out);
    }

    public long wakeNanos() {
        return timer.dueNanos();
    }

    /** The large one first: if it is answered, so much passes the path. The small one follows for paths where it is not. */
    private int hello(ByteBuf out, long now) {
        int largeBytes = Math.min(limitBytes, LARGEST_HELLO_BYTES);
        if (largeBytes > Wire.SAFE_BYTES && !largeHelloSent && largeHellos < MAX_LARGE_HELLOS) {
            largeHelloSent = true;
            largeHellos++;
            return Wire.encode(new Hello(Wire.VERSION, nonce, largeBytes), out);
        }
        largeHelloSent = false;
        timer.asked(now);
        return Wire.encode(new Hello(Wire.VERSION, nonce, Wire.SAFE_BYTES), out);
    }

    private void takeCookie(Cookie answer, long now) {
        if (answer.seenBytes() <= limitBytes) {
            provenBytes = Math.max(provenBytes, answer.seenBytes());
        }
        if (cookie != null || answer.version() != Wire.VERSION) {
            return;
        }
        if (answer.wantsToken() && request.token() == null) {
            fail = new Fail(
                    transfer, Reason.TOKEN, "The server wants a token: give the file that holds it with --token-file.");
            return;
        }
        cookie = answer.cookie();
        cookies++;
        roundTripNanos = timer.answered(now);
    }

    private void takeFail(Fail answer, long now) {
        if (answer.reason() == Reason.STALE_COOKIE && cookies < MAX_COOKIES) {
            cookie = null;
            timer.restart(now);
        } else if (answer.reason() != Reason.UNKNOWN_TRANSFER) {
            fail = answer; // an unknown transfer is one whose data overtook its Open
        }
    }

    private Open open() {
        Open open = new Open(
                transfer,
                cookie,
                request.kind(),
                request.force(),
                request.recursive(),
                limitBytes,
                request.facts(),
                request.credit(),
                request.limitKbit(),
                request.name(),
                request.held(),
                OpenProof.NONE);
        return request.token() == null ? open : OpenProof.proved(open, request.token());
    }
}
