package paloma.audio.sink;

import java.io.OutputStream;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;

/** Opens what {@code --to} names. */
public final class Sinks {
    private Sinks() {}

    /**
     * Opens {@code speaker[:NAME]}, {@code FILE.wav} or {@code -}.
     *
     * @param standardOutput what {@code -} writes to; flushed with each write and at the end, and left open
     */
    public static Sink open(String spec, PcmFormat format, OutputStream standardOutput) throws UnusableException {
        throw new UnusableException("There is no sink " + spec + " yet.");
    }
}
