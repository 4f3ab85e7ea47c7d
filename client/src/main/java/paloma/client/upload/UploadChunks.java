package paloma.client.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file in pieces of one size, the last one shorter. A piece that would be exactly {@code bye}, which ends an upload, is
 * cut to {@code by}, and the next one starts with the {@code e}.
 */
final class UploadChunks {
    /** The datagram that ends an upload. */
    static final byte[] BYE = "bye".getBytes(StandardCharsets.US_ASCII);

    private static final int LESS_THAN_BYE = 2;

    private final InputStream in;
    private final byte[] buffer;
    private int filled;

    UploadChunks(InputStream in, int sizeBytes) {
        this.in = in;
        this.buffer = new byte[sizeBytes];
    }

    /** Returns the next piece, or null at the end. */
    byte[] next() throws IOException {
        filled += in.readNBytes(buffer, filled, buffer.length - filled);
        if (filled == 0) {
            return null;
        }
        boolean isBye = Arrays.equals(buffer, 0, filled, BYE, 0, BYE.length);
        int length = isBye ? LESS_THAN_BYE : filled;
        byte[] piece = Arrays.copyOf(buffer, length);
        System.arraycopy(buffer, length, buffer, 0, filled - length);
        filled -= length;
        return piece;
    }
}
