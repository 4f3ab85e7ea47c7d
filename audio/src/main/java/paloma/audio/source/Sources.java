package paloma.audio.source;

import java.io.InputStream;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;

/** Opens what {@code --from} names. */
public final class Sources {
    private Sources() {}

    /**
     * Opens {@code mic[:NAME]}, {@code FILE.wav}, {@code tone:HZ}, {@code sweep} or {@code -}.
     *
     * @param wanted the format that the source gives, whatever it is made from
     * @param standardInput what {@code -} reads; closed with the source
     */
    public static Source open(String spec, PcmFormat wanted, InputStream standardInput) throws UnusableException {
        throw new UnusableException("There is no source " + spec + " yet.");
    }
}
