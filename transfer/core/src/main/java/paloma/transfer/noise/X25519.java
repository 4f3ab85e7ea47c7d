package paloma.transfer.noise;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** The Diffie-Hellman function of RFC 7748, section 5, on keys of 32 bytes as they travel (section 12.1, "25519"). */
public final class X25519 {
    public static final int BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private X25519() {}

    /**
     * A private key and the public key that belongs to it, {@value X25519#BYTES} bytes each, not copied.
     *
     * @param privateKey any 32 random bytes
     */
    public record KeyPair(byte[] privateKey, byte[] publicKey) {
        /** Computes the public key. */
        public static KeyPair of(byte[] privateKey) {
            byte[] nine = new byte[BYTES];
            nine[0] = 9; // the base point
            return new KeyPair(privateKey, agree(privateKey, nine));
        }

        public static KeyPair random() {
            byte[] privateKey = new byte[BYTES];
            RANDOM.nextBytes(privateKey);
            return of(privateKey);
        }
    }

    /** Returns the shared secret, or null where the public key is a point of low order. */
    static byte[] agree(byte[] privateKey, byte[] publicKey) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(decodePrivate(privateKey));
            agreement.doPhase(decodePublic(publicKey), true);
            return agreement.generateSecret();
        } catch (InvalidKeyException lowOrder) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 11 on has X25519", e);
        }
    }

    private static PrivateKey decodePrivate(byte[] key) throws GeneralSecurityException {
        return KeyFactory.getInstance("X25519").generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, key));
    }

    /** The bytes are little-endian, and the highest bit is ignored (RFC 7748, section 5). */
    private static PublicKey decodePublic(byte[] key) throws GeneralSecurityException {
        byte[] bigEndian = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bigEndian[i] = key[BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7F;
        BigInteger u = new BigInteger(1, bigEndian);
        return KeyFactory.getInstance("X25519").generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u));
    }
}
