package paloma.server.peer;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proofs of address that a person can type: six digits of HMAC-SHA256 (RFC 2104) over address, port and the minute, under
 * a key of this start. A code is good in its minute and the two behind it. Any thread may ask.
 */
final class Codes {
    /** One in a million is guessed; how often one may try is bounded elsewhere. */
    static final int COUNT = 1_000_000;

    /** How many minutes a code is good, that of its making included. */
    static final int GOOD_MINUTES = 3;

    private final SecretKeySpec secret;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::newMac);

    Codes() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        secret = new SecretKeySpec(key, "HmacSHA256");
    }

    static long minute(long nowNanos) {
        return Math.floorDiv(nowNanos, TimeUnit.MINUTES.toNanos(1));
    }

    /** Returns the code of an address in a minute, below {@link #COUNT}. */
    int code(InetSocketAddress source, long minute) {
        byte[] address = source.getAddress().getAddress();
        ByteBuffer signed = ByteBuffer.allocate(address.length + Integer.BYTES + Short.BYTES + Long.BYTES)
                .put(address)
                .putInt(SourceKey.scope(source))
                .putShort((short) source.getPort())
                .putLong(minute);
        long first = ByteBuffer.wrap(macs.get().doFinal(signed.array())).getLong();
        return (int) Long.remainderUnsigned(first, COUNT);
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
}
