package paloma.client.chat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts bytes into lines without their ends, in bounded memory: the rest of one that is too long is passed over, as empty ones are. */
final class LineCutter {
    static final int MAX_LINE_BYTES = 65_507;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Consumer<byte[]> lines;
    private boolean skipping;

    LineCutter(Consumer<byte[]> lines) {
        this.lines = lines;
    }

    void add(byte[] bytes) {
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                keep(bytes, start, at);
                end();
                start = at + 1;
            }
        }
        keep(bytes, start, bytes.length);
    }

    /** Ends the line that has begun, at the end of a datagram or of a stream. */
    void end() {
        pass();
        skipping = false;
    }

    private void keep(byte[] bytes, int start, int end) {
        if (!skipping) {
            int fitting = Math.min(end - start, MAX_LINE_BYTES - begun.size());
            begun.write(bytes, start, fitting);
            if (fitting < end - start) {
                pass();
                skipping = true;
            }
        }
    }

    private void pass() {
        byte[] line = begun.toByteArray();
        begun.reset();
        boolean returned = line.length > 0 && line[line.length - 1] == '\r';
        if (line.length > (returned ? 1 : 0)) {
            lines.accept(returned ? Arrays.copyOf(line, line.length - 1) : line);
        }
    }
}
