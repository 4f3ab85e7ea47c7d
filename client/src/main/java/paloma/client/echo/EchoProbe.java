package paloma.client.echo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What is sent to be echoed, cut to the size that was asked for, so a short one holds the first of these alone:
 *
 * <pre>
 *     0       4               12
 *     +-------+---------------+- - - - -
 *     |  seq  |    session    |  padding
 *     +-------+---------------+- - - - -
 * </pre>
 *
 * The sequence number has its lowest byte first, so that one byte tells 256 probes apart; the padding counts upwards.
 * Number 1 of session 2 in 14 bytes: {@code 01000000 0200000000000000 0c0d}.
 */
record EchoProbe(long session, int sizeBytes) {
    private static final int HEADER_BYTES = 12;

    byte[] payload(int sequence) {
        byte[] bytes = new byte[Math.max(sizeBytes, HEADER_BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(sequence).putLong(session);
        for (int i = HEADER_BYTES; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return Arrays.copyOf(bytes, sizeBytes);
    }

    /** Returns whether {@code echoed} is, byte for byte, what was sent as {@code sequence}. */
    boolean isEcho(byte[] echoed, int sequence) {
        return echoed.length == sizeBytes
                && (sizeBytes == 0 || echoed[0] == (byte) sequence)
                && Arrays.equals(echoed, payload(sequence));
    }
}
