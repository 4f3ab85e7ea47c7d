package paloma.audio.source;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is only ever read: pipes know no position, and what they say is available cannot be relied on. */
final class ReadAlone extends InputStream {
    private final InputStream in;

    ReadAlone(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return in.read();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        return in.read(into, at, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
