package paloma.transfer.noise;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What both sides have mixed so far: the chaining key, the hash of all that was said, and a key (section 5.2). */
final class SymmetricState {
    private static final int HASH_BYTES = 32;
    private static final byte[] EMPTY = {};

    private byte[] chainingKey;
    private byte[] hash;
    private AesGcm key;
    private long nonce;

    SymmetricState(String protocolName) {
        byte[] name = protocolName.getBytes(StandardCharsets.US_ASCII);
        hash = name.length <= HASH_BYTES ? Arrays.copyOf(name, HASH_BYTES) : sha256().digest(name);
        chainingKey = hash;
    }

    private SymmetricState(byte[] chainingKey, byte[] hash, AesGcm key, long nonce) {
        this.chainingKey = chainingKey;
        this.hash = hash;
        this.key = key;
        this.nonce = nonce;
    }

    SymmetricState copy() {
        return new SymmetricState(chainingKey, hash, key, nonce);
    }

    void mixHash(byte[] data) {
        MessageDigest digest = sha256();
        digest.update(hash);
        hash = digest.digest(data);
    }

    void mixKey(byte[] inputKeyMaterial) {
        byte[][] outputs = hkdf(inputKeyMaterial, 2);
        chainingKey = outputs[0];
        initializeKey(outputs[1]);
    }

    void mixKeyAndHash(byte[] inputKeyMaterial) {
        byte[][] outputs = hkdf(inputKeyMaterial, 3);
        chainingKey = outputs[0];
        mixHash(outputs[1]);
        initializeKey(outputs[2]);
    }

    byte[] encryptAndHash(byte[] plaintext) {
        byte[] text = Arrays.copyOf(plaintext, plaintext.length + AesGcm.TAG_BYTES);
        key.seal(nonce++, hash, text, 0, plaintext.length);
        mixHash(text);
        return text;
    }

    /** Returns null, and changes nothing, where the bytes are not authentic. */
    byte[] decryptAndHash(byte[] ciphertext) {
        byte[] text = new byte[Math.max(0, ciphertext.length - AesGcm.TAG_BYTES)];
        if (key.open(nonce, hash, ciphertext, 0, ciphertext.length, text) < 0) {
            return null;
        }
        nonce++;
        mixHash(ciphertext);
        return text;
    }

    /** Returns the two keys for what follows: of the initiator, and of the responder. */
    byte[][] split() {
        return hkdf(EMPTY, 2);
    }

    byte[] hash() {
        return hash.clone();
    }

    private void initializeKey(byte[] bytes) {
        key = new AesGcm(bytes);
        nonce = 0;
    }

    /** Section 4.3. */
    private byte[][] hkdf(byte[] inputKeyMaterial, int outputs) {
        byte[] temporary = hmac(chainingKey, inputKeyMaterial);
        byte[][] all = new byte[outputs][];
        byte[] last = EMPTY;
        for (int i = 0; i < outputs; i++) {
            last = hmac(temporary, last, new byte[] {(byte) (i + 1)});
            all[i] = last;
        }
        return all;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, byte[]... data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : data) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
