package paloma.audio.sink;

import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import paloma.audio.pcm.Metronome;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavName;
import paloma.net.Printable;

/** Opens what {@code --to} names. */
public final class Sinks {
    private Sinks() {}

    /**
     * Opens {@code speaker[:NAME]}, {@code FILE.wav}, which is overwritten, or {@code -}.
     *
     * @param standardOutput what {@code -} writes to; flushed with each write and at the end, and left open
     */
    public static Sink open(String spec, PcmFormat format, OutputStream standardOutput) throws UnusableException {
        if (spec.equals("-")) {
            return new StreamSink(standardOutput, format, new Metronome(format));
        }
        if (spec.equals("speaker")) {
            return SpeakerSink.open("", format);
        }
        if (spec.startsWith("speaker:")) {
            return SpeakerSink.open(spec.substring("speaker:".length()), format);
        }
        return file(spec, format);
    }

    /** Only a name that ends in .wav becomes a file: a misspelt speaker must not. */
    private static Sink file(String spec, PcmFormat format) throws UnusableException {
        try {
            if (WavName.fits(spec)) {
                return WavSink.open(Path.of(spec), format);
            }
        } catch (InvalidPathException e) {
            // Reported below.
        }
        throw new UnusableException(
                "No sink " + Printable.quote(spec) + "; use speaker, speaker:NAME, FILE.wav or - (standard output).");
    }
}
