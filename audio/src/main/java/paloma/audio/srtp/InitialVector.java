package paloma.audio.srtp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What makes the key stream of each packet another: the salt, with SSRC and packet index over its last ten bytes. One rule
 * for both suites (RFC 3711, section 4.1.1; RFC 7714, sections 8.1 and 9.1). One thread at a time.
 */
final class InitialVector {
    private static final int INDEX_BYTES = 6;
    private static final int SSRC_AND_INDEX_BYTES = Integer.BYTES + INDEX_BYTES;

    private final byte[] salt;
    private final int from;
    private final ByteBuffer over = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
    private final byte[] bytes;

    /** @param bytes of the vector; those behind the salt are 0 and count blocks */
    InitialVector(byte[] salt, int bytes) {
        this.salt = salt.clone();
        this.from = salt.length - SSRC_AND_INDEX_BYTES;
        this.bytes = Arrays.copyOf(salt, bytes);
    }

    /**
     * Returns the vector, which the next call overwrites.
     *
     * @param index of 48 bits
     */
    byte[] of(int ssrc, long index) {
        over.putInt(0, ssrc).putLong(Integer.BYTES, index << Long.SIZE - INDEX_BYTES * Byte.SIZE);
        for (int i = 0; i < SSRC_AND_INDEX_BYTES; i++) {
            bytes[from + i] = (byte) (salt[from + i] ^ over.get(i));
        }
        return bytes;
    }
}
