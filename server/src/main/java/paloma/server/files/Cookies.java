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
 * The time counts milliseconds and wraps, the serial counts cookies, and the mac is the first 12 bytes of HMAC-SHA256 (RFC
 * 2104) over both, the source and the version. So a stranger costs no memory but one bit, in a field of fixed size,
 * that tells whether the cookie has been used.
 */
final class Cookies {
    private static final int GOOD_MILLIS = 20_000;

    /** Those of 20 s at 200,000 a second, in 512 KiB; under a larger flood they are good for less long. */
    static final int REMEMBERED = 1 << 22;

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

    byte[] give(InetSocketAddress source, long nowNanos) {
        return cookie(source, millis(nowNanos), next());
    }

    /** Returns a serial, of which no cookie has been used yet. */
    int next() {
        int serial = serials.incrementAndGet();
        used.getAndUpdate(word(serial), bits -> bits & ~bit(serial));
        return serial;
    }

    /** Returns whether the cookie is one of ours for this source, fresh, and not used before; from now on it is used. */
    boolean use(byte[] cookie, InetSocketAddress source, long nowNanos) {
        ByteBuffer fields = ByteBuffer.wrap(cookie);
        int given = fields.getInt();
        int serial = fields.getInt();
        int age = millis(nowNanos) - given;
        boolean fresh =
                age >= 0 && age <= GOOD_MILLIS && Integer.compareUnsigned(serials.get() - serial, REMEMBERED) < 0;
        return fresh && MessageDigest.isEqual(cookie, cookie(source, given, serial)) && isFirstUse(serial);
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

    private byte[] cookie(InetSocketAddress source, int millis, int serial) {
        byte[] address = source.getAddress().getAddress();
        ByteBuffer signed = ByteBuffer.allocate(2 * Integer.BYTES + address.length + Short.BYTES + 1)
                .putInt(millis)
                .putInt(serial)
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
        return (int) TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
