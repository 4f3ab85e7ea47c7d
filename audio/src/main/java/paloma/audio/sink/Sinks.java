package paloma.audio.sink;

import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
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
        if (spec.equals("speaker")) {
            return SpeakerSink.open("", format);
        }
        if (spec.startsWith("speaker:")) {
            return SpeakerSink.open(spec.substring("speaker:".length()), format);
        }
        return file(spec, format);
    }

    /**
     * Opens the same for sound of the format {@code stream}, and converts it if it has to.
     *
     * @param wanted what the device or file gets; null for the format of the sound, or of a speaker that does not take that
     *     another one that it takes
     */
    public static Sink open(String spec, PcmFormat stream, PcmFormat wanted, OutputStream standardOutput)
            throws UnusableException {
        boolean isSpeaker = spec.equals("speaker") || spec.startsWith("speaker:");
        Sink sink = isSpeaker && wanted == null
                ? speaker(spec, stream, standardOutput)
                : open(spec, wanted == null ? stream : wanted, standardOutput);
        return ConvertedSink.of(sink, stream);
    }

    private static Sink speaker(String spec, PcmFormat stream, OutputStream standardOutput) throws UnusableException {
        UnusableException refusal = null;
        for (PcmFormat format : likely(stream)) {
            try {
                return open(spec, format, standardOutput);
            } catch (UnusableException e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        throw refusal;
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
