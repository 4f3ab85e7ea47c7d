package paloma.audio.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AEAD_AES_128_GCM (RFC 7714, sections 8 and 9): header, encrypted text, tag, of RTCP the index. */
final class GcmTransform implements Transform {
    private static final int TAG_BYTES = 16;
    private static final int VECTOR_BYTES = 12;

    private final boolean rtcp;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private final InitialVector vector;
    private final byte[] word = new byte[Integer.BYTES];

    GcmTransform(SessionKeys keys, boolean rtcp) {
        this.rtcp = rtcp;
        this.key = new SecretKeySpec(keys.cipherKey(), "AES");
        this.vector = new InitialVector(keys.salt(), VECTOR_BYTES);
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM", e);
        }
    }

    @Override
    public int addedBytes() {
        return TAG_BYTES + (rtcp ? RTCP_INDEX_BYTES : 0);
    }

    @Override
    public int indexAt(int length) {
        return length - RTCP_INDEX_BYTES;
    }

    @Override
    public int seal(byte[] packet, int clearBytes, int length, int ssrc, long index) {
        try {
            begin(Cipher.ENCRYPT_MODE, packet, clearBytes, ssrc, index);
            int end = clearBytes + cipher.doFinal(packet, clearBytes, length - clearBytes, packet, clearBytes);
            if (rtcp) {
                System.arraycopy(word, 0, packet, end, word.length);
                end += word.length;
            }
            return end;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM does not encrypt", e);
        }
    }

    /** Never in place: a JDK may overwrite what is not authentic, and another index may be tried on it. */
    @Override
    public int open(byte[] sealed, int clearBytes, int length, int ssrc, long index, byte[] packet) {
        int end = length - (rtcp ? RTCP_INDEX_BYTES : 0);
        if (end - TAG_BYTES < clearBytes) {
            return -1;
        }
        try {
            begin(Cipher.DECRYPT_MODE, sealed, clearBytes, ssrc, index);
            System.arraycopy(sealed, 0, packet, 0, clearBytes);
            return clearBytes + cipher.doFinal(sealed, clearBytes, end - clearBytes, packet, clearBytes);
        } catch (AEADBadTagException | ProviderException forged) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM does not decrypt", e);
        }
    }

    private void begin(int mode, byte[] packet, int clearBytes, int ssrc, long index) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, vector.of(ssrc, index)));
        cipher.updateAAD(packet, 0, clearBytes);
        if (rtcp) {
            ByteBuffer.wrap(word).putInt(Transform.word(true, index));
            cipher.updateAAD(word);
        }
    }
}
