package paloma.audio.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of RTP or of RTCP under one master key, derived once (RFC 3711, section 4.3; a key derivation rate of 0).
 *
 * @param authKey for HMAC-SHA1; AES-GCM needs none
 */
record SessionKeys(byte[] cipherKey, byte[] authKey, byte[] salt) {
    private static final int AUTH_KEY_BYTES = 20;

    /** Labels 0 to 2 are RTP's, 3 to 5 RTCP's (RFC 3711, section 4.3.2). */
    private static final int CIPHER_LABEL = 0;

    private static final int AUTH_LABEL = 1;
    private static final int SALT_LABEL = 2;
    private static final int RTCP_LABELS = 3;

    private static final int BLOCK_BYTES = 16;

    /** Where the label meets the salt: seven bytes before the end of one of 14 bytes (RFC 3711, section 4.3.1). */
    private static final int LABEL_AT = 7;

    static SessionKeys of(MasterKey master, boolean rtcp) {
        int labels = rtcp ? RTCP_LABELS : 0;
        return new SessionKeys(
                derive(master, labels + CIPHER_LABEL, CryptoSuite.KEY_BYTES),
                derive(master, labels + AUTH_LABEL, AUTH_KEY_BYTES),
                derive(master, labels + SALT_LABEL, master.suite().saltBytes()));
    }

    /** The key stream of AES in counter mode; a salt of 12 bytes is filled up with zeros (RFC 7714, section 11). */
    static byte[] derive(MasterKey master, int label, int bytes) {
        byte[] counter = Arrays.copyOf(master.salt(), BLOCK_BYTES);
        counter[LABEL_AT] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(master.key(), "AES"), new IvParameterSpec(counter));
            return cipher.doFinal(new byte[bytes]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/CTR", e);
        }
    }
}
