package paloma.client.terminal;

import java.io.IOException;
import java.io.InputStream;

/** Standard input of a process that was started without one. */
public final class ClosedInput extends InputStream {
    @Override
    public int read() throws IOException {
        throw new IOException("standard input is closed");
    }
}
