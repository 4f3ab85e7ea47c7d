package paloma.audio.source;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavName;
import paloma.net.Printable;

/** Opens what {@code --from} names. */
public final class Sources {
    private static final String WHAT = "a source is mic, mic:NAME, FILE.wav, tone:HERTZ, sweep or - (standard input)";

    private Sources() {}

    /**
     * Opens {@code mic[:NAME]}, {@code FILE.wav}, {@code tone:HERTZ}, {@code sweep} or {@code -}.
     *
     * @param wanted the format of the returned source; files are converted
     * @param standardInput what {@code -} reads; closed with the source
     */
    public static Source open(String spec, PcmFormat wanted, InputStream standardInput) throws UnusableException {
        int colon = spec.indexOf(':');
        String kind = colon < 0 ? spec : spec.substring(0, colon);
        String name = spec.substring(colon + 1);
        return switch (kind) {
            case "-" -> new StreamSource(standardInput, wanted);
            case "mic" -> MicSource.open(colon < 0 ? "" : name, wanted);
            case "tone" -> Tone.open(colon < 0 ? "440" : name, wanted);
            case "sweep" -> new GeneratedSource(wanted, new Sweep(wanted.rate()));
            default -> file(spec, wanted);
        };
    }

    /** A name that is no file may be a misspelt source. */
    private static Source file(String spec, PcmFormat wanted) throws UnusableException {
        try {
            Path file = Path.of(spec);
            if (!spec.isEmpty() && Files.exists(file) || WavName.fits(spec)) {
                return WavSource.open(file, wanted);
            }
        } catch (InvalidPathException e) {
            // Reported below.
        }
        throw new UnusableException("There is no source or file " + Printable.quote(spec) + "; " + WHAT + ".");
    }
}
