package paloma.server.files;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Wire;

/**
 * Proofs of address, good for seconds: at each server that has the same key, and once at each. Any thread may ask.
 *
 * <pre>
 *  0      4        8
 * +------+--------+-----+
 * | time | serial | mac |
 * +------+--------+-----+
 * </pre>
 *
 * The time is that of the server's clock, in milliseconds of which 31 bits travel; the highest bit says that the cookie came
 * sealed, to a client that had opened a connection. The serial counts cookies from a random start, so that no two are the
 * same. The mac is the first 12 bytes of HMAC-SHA256 (RFC 2104) over the whole time, both of these, the nonce and the size
 * of the Hello, the source and the version; its key derives from that of the server. So a stranger costs no memory, and a
 * cookie that was used some bits of {@link UsedCookies}.
 */
final class Cookies {
    static final long GOOD_MILLIS = 20_000;

    /** How far the clock of another server may be ahead; one that is behind takes as much from the time of being good. */
    static final long SKEW_MILLIS = 10_000;

    private static final byte[] PURPOSE = "paloma files cookie 1".getBytes(StandardCharsets.US_ASCII);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MILLIS_MASK = Integer.MAX_VALUE;
    private static final int SEALED = Integer.MIN_VALUE;
    private static final int MAC_OFFSET = 2 * Integer.BYTES;

    private final SecretKeySpec secret;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::newMac);
    private final AtomicInteger serials;
    private final UsedCookies used = new UsedCookies();

    /** @param server the key that all servers of one folder have */
    Cookies(X25519.KeyPair server) {
        this(server, ThreadLocalRandom.current().nextInt());
    }

    /** @param serial before the first: with the key it decides which cookies {@link UsedCookies} takes for another */
    Cookies(X25519.KeyPair server, int serial) {
        serials = new AtomicInteger(serial);
        secret = new SecretKeySpec(
                mac(new SecretKeySpec(server.privateKey(), ALGORITHM)).doFinal(PURPOSE), ALGORITHM);
    }

    /** Who returns a cookie. */
    enum Holder {
        /** Nobody: it is not ours, or of another address, or too old, or used. */
        NONE,
        STRANGER,
        /** Somebody who got it sealed, in a {@link paloma.transfer.wire.Grant}. */
        CLIENT
    }

    byte[] forStranger(InetSocketAddress source, Hello hello, long nowMillis) {
        return cookie(source, hello.nonce(), hello.datagramBytes(), nowMillis, 0, serials.incrementAndGet());
    }

    byte[] forClient(InetSocketAddress source, Open open, long nowMillis) {
        return cookie(source, open.nonce(), open.seenBytes(), nowMillis, SEALED, serials.incrementAndGet());
    }

    /** Returns who must have been given this cookie, if it is fresh and was not used here before. */
    Holder holder(Open open, InetSocketAddress source, long nowMillis) {
        ByteBuffer fields = ByteBuffer.wrap(open.cookie());
        int time = fields.getInt();
        int serial = fields.getInt();
        long millis = millis(time, nowMillis);
        boolean fresh = nowMillis - millis <= GOOD_MILLIS && millis - nowMillis <= SKEW_MILLIS;
        boolean good = fresh
                && MessageDigest.isEqual(
                        open.cookie(), cookie(source, open.nonce(), open.seenBytes(), millis, time & SEALED, serial))
                && !used.contains(millis, mac(open));
        return !good ? Holder.NONE : (time & SEALED) == 0 ? Holder.STRANGER : Holder.CLIENT;
    }

    /** Uses a cookie that has a holder; returns false where it was used meanwhile. */
    boolean use(Open open, long nowMillis) {
        int time = ByteBuffer.wrap(open.cookie()).getInt();
        return used.add(millis(time, nowMillis), mac(open));
    }

    /** Returns the time that is nearest to now: the bits that do not travel are signed all the same. */
    private static long millis(int time, long nowMillis) {
        int ahead = ((time - (int) nowMillis) << 1) >> 1;
        return nowMillis + ahead;
    }

    private static byte[] mac(Open open) {
        return Arrays.copyOfRange(open.cookie(), MAC_OFFSET, Cookie.COOKIE_BYTES);
    }

    private byte[] cookie(InetSocketAddress source, long nonce, int seenBytes, long millis, int sealed, int serial) {
        byte[] address = source.getAddress().getAddress();
        int time = (int) millis & MILLIS_MASK | sealed;
        ByteBuffer signed = ByteBuffer.allocate(
                        2 * Long.BYTES + 2 * Integer.BYTES + 2 * Short.BYTES + address.length + 1)
                .putLong(millis)
                .putInt(time)
                .putInt(serial)
                .putLong(nonce)
                .putShort((short) seenBytes)
                .put(address)
                .putShort((short) source.getPort())
                .put((byte) Wire.VERSION);
        byte[] mac = macs.get().doFinal(signed.array());
        return ByteBuffer.allocate(Cookie.COOKIE_BYTES)
                .putInt(time)
                .putInt(serial)
                .put(mac, 0, Cookie.COOKIE_BYTES - MAC_OFFSET)
                .array();
    }

    private Mac newMac() {
        return mac(secret);
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
