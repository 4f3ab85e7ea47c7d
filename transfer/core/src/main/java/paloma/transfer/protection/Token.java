package paloma.transfer.protection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import paloma.transfer.wire.Open;

/**
 * A secret that clients and a server share, as the handshake uses it: as its pre-shared key, and for the check that
 * lets a server turn strangers away for the price of a MAC. Both come from the token by HMAC-SHA256 (RFC 2104).
 */
public final class Token {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PSK = "paloma 2 psk".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHECK = "paloma 2 check".getBytes(StandardCharsets.US_ASCII);

    private final byte[] psk;
    private final SecretKeySpec checkKey;

    public Token(byte[] secret) {
        SecretKeySpec key = new SecretKeySpec(secret, ALGORITHM);
        psk = hmac(key, PSK);
        checkKey = new SecretKeySpec(hmac(key, CHECK), ALGORITHM);
    }

    /** Returns the pre-shared key of the handshake, not copied. */
    public byte[] psk() {
        return psk;
    }

    /** Returns what shows that the sender of this Open knows the token. */
    public byte[] check(Open open) {
        return Arrays.copyOf(hmac(checkKey, open.checked()), Open.CHECK_BYTES);
    }

    /** Compares in a time that does not depend on where the first difference is. */
    public boolean isRight(Open open) {
        return MessageDigest.isEqual(open.check(), check(open));
    }

    private static byte[] hmac(SecretKeySpec key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
