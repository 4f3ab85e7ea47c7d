package paloma.server.files;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Wire;

/**
 * Proofs of address, good for seconds and once. Any thread may ask.
 *
 * <pre>
 *  0      4        8
 * +------+--------+-----+
 * | time | serial | mac |
 * +------+--------+-----+
 * </pre>
 *
 * The time counts milliseconds in 31 bits and wraps; its highest bit says that the cookie came sealed, to a client that
 * had opened a connection. The serial counts cookies, and the mac is the first 12 bytes of HMAC-SHA256 (RFC
 * 2104) over both, the nonce and the size of the Hello, the source and the version. So a stranger costs no memory but one bit, in a field of fixed size,
 * that tells whether the cookie has been used.
 */
final class Cookies {
    private static final int GOOD_MILLIS = 20_000;

    /** Those of 20 s at 200,000 a second, in 512 KiB; under a larger flood they are good for less long. */
    static final int REMEMBERED = 1 << 22;

    private static final int MILLIS_MASK = Integer.MAX_VALUE;
    private static final int SEALED = Integer.MIN_VALUE;
    private static final int MAC_BYTES = Cookie.COOKIE_BYTES - 2 * Integer.BYTES;

    private final SecretKeySpec secret;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::newMac);
    private final AtomicInteger serials = new AtomicInteger();
    private final AtomicLongArray used = new AtomicLongArray(REMEMBERED / Long.SIZE);

    Cookies() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        secret = new SecretKeySpec(key, "HmacSHA256");
    }

    /** Who returns a cookie. */
    enum Holder {
        /** Nobody: it is not ours, or of another address, or too old, or used. */
        NONE,
        STRANGER,
        /** Somebody who got it sealed, in a {@link paloma.transfer.wire.Grant}. */
        CLIENT
    }

    byte[] forStranger(InetSocketAddress source, Hello hello, long nowNanos) {
        return cookie(source, hello.nonce(), hello.datagramBytes(), millis(nowNanos), next());
    }

    byte[] forClient(InetSocketAddress source, Open open, long nowNanos) {
        return cookie(source, open.nonce(), open.seenBytes(), millis(nowNanos) | SEALED, next());
    }

    /** Returns a serial, of which no cookie has been used yet. */
    int next() {
        int serial = serials.incrementAndGet();
        used.getAndUpdate(word(serial), bits -> bits & ~bit(serial));
        return serial;
    }

    /** Returns who must have been given this cookie, if it is fresh and was not used before; from now on it is used. */
    Holder use(Open open, InetSocketAddress source, long nowNanos) {
        ByteBuffer fields = ByteBuffer.wrap(open.cookie());
        int given = fields.getInt();
        int serial = fields.getInt();
        int age = (millis(nowNanos) - given) & MILLIS_MASK;
        boolean fresh = age <= GOOD_MILLIS && Integer.compareUnsigned(serials.get() - serial, REMEMBERED) < 0;
        boolean good = fresh
                && MessageDigest.isEqual(open.cookie(), cookie(source, open.nonce(), open.seenBytes(), given, serial))
                && isFirstUse(serial);
        return !good ? Holder.NONE : (given & SEALED) == 0 ? Holder.STRANGER : Holder.CLIENT;
    }

    private boolean isFirstUse(int serial) {
        return (used.getAndUpdate(word(serial), bits -> bits | bit(serial)) & bit(serial)) == 0;
    }

    private static int word(int serial) {
        return (serial & (REMEMBERED - 1)) / Long.SIZE;
    }

    private static long bit(int serial) {
        return 1L << serial;
    }

    private byte[] cookie(InetSocketAddress source, long nonce, int seenBytes, int millis, int serial) {
        byte[] address = source.getAddress().getAddress();
        ByteBuffer signed = ByteBuffer.allocate(
                        2 * Integer.BYTES + Long.BYTES + Short.BYTES + address.length + Short.BYTES + 1)
                .putInt(millis)
                .putInt(serial)
                .putLong(nonce)
                .putShort((short) seenBytes)
                .put(address)
                .putShort((short) source.getPort())
                .put((byte) Wire.VERSION);
        byte[] mac = macs.get().doFinal(signed.array());
        return ByteBuffer.allocate(Cookie.COOKIE_BYTES)
                .putInt(millis)
                .putInt(serial)
                .put(Arrays.copyOf(mac, MAC_BYTES))
                .array();
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static int millis(long nanos) {
        return (int) TimeUnit.NANOSECONDS.toMillis(nanos) & MILLIS_MASK;
    }
}
