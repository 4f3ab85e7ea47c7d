package paloma.audio.sink;

import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        String speaker = speaker(spec);
        return speaker == null ? file(spec, format) : SpeakerSink.open(speaker, List.of(format));
    }

    /**
     * Opens the same for sound of the format {@code stream}, and converts it if it has to.
     *
     * @param wanted what the device or file gets; null for the format of the sound, or of a speaker that does not take that
     *     another one that it takes
     */
    public static Sink open(String spec, PcmFormat stream, PcmFormat wanted, OutputStream standardOutput)
            throws UnusableException {
        String speaker = speaker(spec);
        Sink sink = speaker != null && wanted == null
                ? SpeakerSink.open(speaker, likely(stream))
                : open(spec, wanted == null ? stream : wanted, standardOutput);
        return ConvertedSink.of(sink, stream);
    }

    /** Returns the name of the speaker, empty for the system's own; null if it is none. */
    private static String speaker(String spec) {
        if (spec.equals("speaker")) {
            return "";
        }
        return spec.startsWith("speaker:") ? spec.substring("speaker:".length()) : null;
    }

    /** Returns what a speaker may take, the best first. */
    private static Set<PcmFormat> likely(PcmFormat stream) {
        Set<PcmFormat> formats = new LinkedHashSet<>();
        formats.add(stream);
        formats.add(new PcmFormat(stream.rate(), 2));
        for (int rate : new int[] {48_000, 44_100}) {
            formats.add(new PcmFormat(rate, stream.channels()));
            formats.add(new PcmFormat(rate, 2));
        }
        return formats;
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
