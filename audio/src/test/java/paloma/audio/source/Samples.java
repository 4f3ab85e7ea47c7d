package paloma.audio.source;

import java.io.IOException;
import java.util.Arrays;

/** Reads sources to their end, or so far. */
final class Samples {
    private Samples() {}

    static short[] all(Source source) throws IOException {
        return of(source, Integer.MAX_VALUE / source.format().channels());
    }

    /** Asks for other numbers of frames each time. */
    static short[] of(Source source, int frames) throws IOException {
        int channels = source.format().channels();
        short[] samples = new short[0];
        short[] piece = new short[1_024 * channels];
        for (int held = 0, turn = 0; held < frames; turn++) {
            int got = source.read(piece, Math.min(frames - held, 1 + turn * 331 % 1_024));
            if (got < 0) {
                return samples;
            }
            samples = Arrays.copyOf(samples, (held + got) * channels);
            System.arraycopy(piece, 0, samples, held * channels, got * channels);
            held += got;
        }
        return samples;
    }
}
