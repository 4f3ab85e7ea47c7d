package paloma.audio.srtp;

import java.security.SecureRandom;
import java.util.Arrays;

/** A secret that both sides hold, from which the keys of all their packets are derived. Its text never shows it. */
public final class MasterKey {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CryptoSuite suite;
    private final byte[] keyAndSalt;
    private final long lifetime;

    /**
     * @param keyAndSalt the key, and the salt behind it (RFC 4568, section 6.1)
     * @param lifetime how many packets it may seal
     */
    MasterKey(CryptoSuite suite, byte[] keyAndSalt, long lifetime) {
        if (keyAndSalt.length != bytes(suite)) {
            throw new IllegalArgumentException(keyAndSalt.length + " bytes for " + suite);
        }
        this.suite = suite;
        this.keyAndSalt = keyAndSalt.clone();
        this.lifetime = lifetime;
    }

    /** Makes a key that nobody can guess. */
    public static MasterKey random(CryptoSuite suite) {
        byte[] bits = new byte[bytes(suite)];
        RANDOM.nextBytes(bits);
        return new MasterKey(suite, bits, PacketIndex.MAX + 1);
    }

    /** Returns how long key and salt are together. */
    static int bytes(CryptoSuite suite) {
        return CryptoSuite.KEY_BYTES + suite.saltBytes();
    }

    public CryptoSuite suite() {
        return suite;
    }

    long lifetime() {
        return lifetime;
    }

    byte[] key() {
        return Arrays.copyOf(keyAndSalt, CryptoSuite.KEY_BYTES);
    }

    byte[] salt() {
        return Arrays.copyOfRange(keyAndSalt, CryptoSuite.KEY_BYTES, keyAndSalt.length);
    }

    byte[] keyAndSalt() {
        return keyAndSalt.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey key && key.suite == suite && Arrays.equals(key.keyAndSalt, keyAndSalt);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(keyAndSalt);
    }

    @Override
    public String toString() {
        return "a key for " + suite;
    }
}
