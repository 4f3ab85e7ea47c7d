package paloma.audio.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES_CM_128_HMAC_SHA1_80 (RFC 3711, sections 4.1.1 and 4.2.1): header, encrypted text, of RTCP the index, tag. */
final class CounterModeTransform implements Transform {
    private static final int TAG_BYTES = 10;
    private static final int HMAC_BYTES = 20;
    private static final int VECTOR_BYTES = 16;

    private final boolean rtcp;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private final Mac mac;
    private final InitialVector vector;
    private final byte[] word = new byte[Integer.BYTES];
    private final byte[] hmac = new byte[HMAC_BYTES];

    CounterModeTransform(SessionKeys keys, boolean rtcp) {
        this.rtcp = rtcp;
        this.key = new SecretKeySpec(keys.cipherKey(), "AES");
        this.vector = new InitialVector(keys.salt(), VECTOR_BYTES);
        try {
            this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
            this.mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(keys.authKey(), "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/CTR and HmacSHA1", e);
        }
    }

    @Override
    public int addedBytes() {
        return TAG_BYTES + (rtcp ? RTCP_INDEX_BYTES : 0);
    }

    @Override
    public int indexAt(int length) {
        return length - TAG_BYTES - RTCP_INDEX_BYTES;
    }

    @Override
    public int seal(byte[] packet, int clearBytes, int length, int ssrc, long index) {
        crypt(packet, clearBytes, length, ssrc, index, packet);
        int end = length;
        authenticate(packet, length, index);
        if (rtcp) {
            System.arraycopy(word, 0, packet, length, word.length);
            end += word.length;
        }
        System.arraycopy(hmac, 0, packet, end, TAG_BYTES);
        return end + TAG_BYTES;
    }

    @Override
    public int open(byte[] sealed, int clearBytes, int length, int ssrc, long index, byte[] packet) {
        int end = length - addedBytes();
        if (end < clearBytes) {
            return -1;
        }
        authenticate(sealed, end, index);
        if (!isTag(sealed, length - TAG_BYTES)) {
            return -1;
        }
        System.arraycopy(sealed, 0, packet, 0, clearBytes);
        crypt(sealed, clearBytes, end, ssrc, index, packet);
        return end;
    }

    /** Compares all of the tag in any case, so that the time tells nothing. */
    private boolean isTag(byte[] sealed, int at) {
        int different = 0;
        for (int i = 0; i < TAG_BYTES; i++) {
            different |= sealed[at + i] ^ hmac[i];
        }
        return different == 0;
    }

    private void authenticate(byte[] packet, int length, long index) {
        ByteBuffer.wrap(word).putInt(Transform.word(rtcp, index));
        try {
            mac.update(packet, 0, length);
            mac.update(word);
            mac.doFinal(hmac, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1 makes no tag", e);
        }
    }

    private void crypt(byte[] in, int from, int end, int ssrc, long index, byte[] out) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(vector.of(ssrc, index)));
            cipher.doFinal(in, from, end - from, out, from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/CTR does not encrypt", e);
        }
    }
}
