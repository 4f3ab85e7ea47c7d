package paloma.transfer.noise;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under one key and in one direction (section 12.4, "AESGCM"): the nonce is 32 zero bits and 64 bits,
 * big-endian. It has a cipher of its own, since the JDK's expands a key anew whenever it changes. One thread at a time.
 */
public final class AesGcm {
    public static final int KEY_BYTES = 32;
    public static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;
    private static final int NONCE_AT = 4;
    private static final byte[] ZEROS = new byte[KEY_BYTES];

    private final SecretKeySpec key;
    private final Cipher cipher;

    /** @param key {@value #KEY_BYTES} bytes */
    public AesGcm(byte[] key) {
        try {
            this.key = new SecretKeySpec(key, "AES");
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM", e);
        }
    }

    /**
     * Encrypts in place, with the tag of {@value #TAG_BYTES} bytes behind. No nonce may be used twice: the caller counts.
     *
     * @return the length of both
     */
    public int seal(long nonce, byte[] ad, byte[] text, int offset, int length) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters(nonce));
            cipher.updateAAD(ad);
            return cipher.doFinal(text, offset, length, text, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM does not encrypt", e);
        }
    }

    /**
     * Decrypts into another array, whose content means nothing where this fails.
     *
     * @return the length of the text, or -1 where it is not authentic
     */
    public int open(long nonce, byte[] ad, byte[] sealed, int offset, int length, byte[] text) {
        if (length < TAG_BYTES) {
            return -1;
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, parameters(nonce));
            cipher.updateAAD(ad);
            return cipher.doFinal(sealed, offset, length, text, 0);
        } catch (AEADBadTagException | ProviderException forged) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM does not decrypt", e);
        }
    }

    /** Returns the key that follows this one (section 4.2, REKEY). */
    public AesGcm rekeyed() {
        byte[] sealed = new byte[KEY_BYTES + TAG_BYTES];
        System.arraycopy(ZEROS, 0, sealed, 0, KEY_BYTES);
        AesGcm another = new AesGcm(key.getEncoded()); // so that this cipher goes on with the key that it has expanded
        another.seal(-1, new byte[0], sealed, 0, KEY_BYTES);
        return new AesGcm(Arrays.copyOf(sealed, KEY_BYTES));
    }

    private static GCMParameterSpec parameters(long nonce) {
        byte[] bytes = new byte[NONCE_BYTES];
        ByteBuffer.wrap(bytes).putLong(NONCE_AT, nonce);
        return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, bytes);
    }
}
