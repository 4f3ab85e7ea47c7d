package paloma.audio.source;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavName;
import paloma.net.Printable;

/**
 * Opens what {@code --from} names.
 *
 * @param wanted the format of the sources that are opened; files are converted
 * @param bare the format of samples without a header
 * @param rawInput whether files and pipes hold such samples, whatever they look like
 * @param standardInput what {@code -} reads; closed with the source
 */
public record Sources(PcmFormat wanted, PcmFormat bare, boolean rawInput, InputStream standardInput) {
    private static final String WHAT =
            "a source is mic, mic:NAME, FILE.wav, a pipe, tone:HERTZ, sweep or - (standard input)";

    /** What stands here is rather a device or an open pipe than a file. */
    private static final Path DEVICES = Path.of("/dev");

    /** Opens {@code mic[:NAME]}, {@code FILE.wav}, a pipe, {@code tone:HERTZ}, {@code sweep} or {@code -}. */
    public Source open(String spec) throws UnusableException {
        int colon = spec.indexOf(':');
        String kind = colon < 0 ? spec : spec.substring(0, colon);
        String name = spec.substring(colon + 1);
        return switch (kind) {
            case "-" -> pipe("-", () -> standardInput, PipeSource.Holding.EITHER);
            case "mic" -> MicSource.open(colon < 0 ? "" : name, wanted);
            case "tone" -> Tone.open(colon < 0 ? "440" : name, wanted);
            case "sweep" -> new GeneratedSource(wanted, new Sweep(wanted.rate()));
            default -> file(spec);
        };
    }

    /** A name that is no file may be a misspelt source. */
    private Source file(String spec) throws UnusableException {
        try {
            Path file = Path.of(spec);
            if (!spec.isEmpty() && Files.exists(file) || WavName.fits(spec)) {
                return file(file);
            }
        } catch (InvalidPathException e) {
            // Reported below.
        }
        throw new UnusableException("There is no source or file " + Printable.quote(spec) + "; " + WHAT + ".");
    }

    private Source file(Path file) throws UnusableException {
        SourceFile.refuseUnreadable(file);
        boolean isFile = Files.isRegularFile(file) && !file.toAbsolutePath().startsWith(DEVICES);
        if (isFile && !rawInput) {
            return ConvertedSource.of(WavSource.open(file), wanted);
        }
        boolean isNamedSo = WavName.fits(file.toString());
        return pipe(
                file.toString(),
                () -> SourceFile.open(file),
                isNamedSo ? PipeSource.Holding.WAV : PipeSource.Holding.EITHER);
    }

    private Source pipe(String name, PipeSource.Opening opening, PipeSource.Holding holding) {
        return new PipeSource(name, opening, rawInput ? PipeSource.Holding.BARE_SAMPLES : holding, bare, wanted);
    }
}
