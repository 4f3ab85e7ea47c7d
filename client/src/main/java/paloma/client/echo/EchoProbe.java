package paloma.client.echo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The payload of one echo request, cut to the size asked for, so that a short one holds only the first of these fields:
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

    /** Returns whether {@code echoed} equals the payload of {@code sequence} byte for byte. */
    boolean isEcho(byte[] echoed, int sequence) {
        return echoed.length == sizeBytes
                && (sizeBytes == 0 || echoed[0] == (byte) sequence)
                && Arrays.equals(echoed, payload(sequence));
    }
}
