package paloma.audio.receive;

import java.nio.file.Path;
import java.util.Arrays;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.scope.Picture;
import paloma.net.Printable;

/** Draws, at the end, what was played last. */
final class LastPicture {
    private static final int SECONDS = 10;

    private final Path to;
    private final PcmFormat format;
    private final Recent recent;

    /**
     * @param to the file, or null for none
     * @throws UnusableException if nothing can be written there: now, and not after hours
     */
    LastPicture(Path to, PcmFormat format) throws UnusableException {
        if (to != null) {
            Picture.check(to);
        }
        this.to = to;
        this.format = format;
        this.recent = new Recent(to == null ? 0 : SECONDS * format.rate() * format.channels());
    }

    Recent recent() {
        return recent;
    }

    /** Draws, and returns the sentence that says so; null if no picture is wanted. */
    String draw() throws UnusableException {
        if (to == null) {
            return null;
        }
        short[] samples = fromFirstSound(recent.samples());
        if (samples.length == 0) {
            return "Nothing was played in the last " + SECONDS + " s, so " + Printable.quote(to.toString())
                    + " was not drawn.";
        }
        Picture.write(samples, format, "The last sound that was played", to);
        return "Drawn: " + Printable.word(to.toString());
    }

    /** Leaves out the silence before, as there is until a sender comes. */
    private short[] fromFirstSound(short[] samples) {
        int first = 0;
        while (first < samples.length && samples[first] == 0) {
            first++;
        }
        return Arrays.copyOfRange(samples, first - first % format.channels(), samples.length);
    }
}
