package paloma.client.ask;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import paloma.service.WellKnown;

/** Lines from a pipe, byte for byte, without their ends ({@code \n} or {@code \r\n}), which the last may lack. */
final class PipedLines implements Requests {
    private static final int END_BYTES = 2;

    private final InputStream in;

    PipedLines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** Returns only so much of a line that is too long as to show that it is. */
    @Override
    public byte[] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0 && read != '\n' && line.size() < WellKnown.MAX_PAYLOAD_BYTES + END_BYTES) {
            line.write(read);
            read = in.read();
        }
        byte[] bytes = line.toByteArray();
        boolean returned = read == '\n' && bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return returned ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }
}
