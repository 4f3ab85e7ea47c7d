package paloma.server.files;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Wire;

/**
 * Proofs of address that need no memory: a time and an HMAC-SHA256 (RFC 2104) over it and the source, good for seconds
 * and once. Only those that have been used are remembered, until they would be too old anyway. Any thread may ask.
 */
final class Cookies {
    private static final int GOOD_SECONDS = 20;

    /** 65,536 openings in 20 s are more than a server of files is meant for; a flood of them is refused. */
    private static final int MOST_USED = 65_536;

    private static final int MAC_BYTES = Cookie.COOKIE_BYTES - Integer.BYTES;

    private final SecretKeySpec secret;
    private final Map<ByteBuffer, Integer> used = new HashMap<>();
    private int sweptSeconds;

    Cookies() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        secret = new SecretKeySpec(key, "HmacSHA256");
    }

    byte[] give(InetSocketAddress source, long nowNanos) {
        return cookie(source, seconds(nowNanos));
    }

    /** Says whether the cookie is one of ours for this source, fresh, and not used before; from now on it is used. */
    boolean use(byte[] cookie, InetSocketAddress source, long nowNanos) {
        int now = seconds(nowNanos);
        int given = ByteBuffer.wrap(cookie).getInt();
        boolean fresh = now - given >= 0 && now - given <= GOOD_SECONDS;
        return fresh && MessageDigest.isEqual(cookie, cookie(source, given)) && isFirstUse(cookie, given, now);
    }

    private synchronized boolean isFirstUse(byte[] cookie, int given, int now) {
        if (now != sweptSeconds) {
            sweptSeconds = now;
            for (Iterator<Integer> times = used.values().iterator(); times.hasNext(); ) {
                if (now - times.next() > GOOD_SECONDS) {
                    times.remove();
                }
            }
        }
        return used.size() < MOST_USED && used.putIfAbsent(ByteBuffer.wrap(cookie), given) == null;
    }

    private byte[] cookie(InetSocketAddress source, int seconds) {
        byte[] address = source.getAddress().getAddress();
        ByteBuffer signed = ByteBuffer.allocate(address.length + 7)
                .putInt(seconds)
                .put(address)
                .putShort((short) source.getPort())
                .put((byte) Wire.VERSION);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] hash = mac.doFinal(signed.array());
            return ByteBuffer.allocate(Cookie.COOKIE_BYTES)
                    .putInt(seconds)
                    .put(Arrays.copyOf(hash, MAC_BYTES))
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static int seconds(long nanos) {
        return (int) TimeUnit.NANOSECONDS.toSeconds(nanos);
    }
}
