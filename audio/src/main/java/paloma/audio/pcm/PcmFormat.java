package paloma.audio.pcm;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Locale;

/**
 * Signed 16-bit samples, {@code rate} frames a second, a frame being one sample for each of {@code channels}.
 * In memory they are interleaved in a {@code short[]}; as bytes they are little-endian.
 */
public record PcmFormat(int rate, int channels) {
    /** As on a compact disc. */
    public static final PcmFormat DEFAULT = new PcmFormat(44_100, 2);

    private static final long SECOND = SECONDS.toNanos(1);

    public PcmFormat {
        if (rate <= 0 || channels <= 0) {
            throw new IllegalArgumentException(rate + " Hz, " + channels + " channels");
        }
    }

    public int frameBytes() {
        return Short.BYTES * channels;
    }

    /** Returns the whole frames that begin and end within {@code nanos}. */
    public long framesIn(long nanos) {
        return nanos / SECOND * rate + nanos % SECOND * rate / SECOND;
    }

    /** Returns how long {@code frames} last, exact for days: rounded once, never summed up. */
    public long nanos(long frames) {
        return frames / rate * SECOND + frames % rate * SECOND / rate;
    }

    /** Returns how long {@code frames} last, for a person: {@code 2.3 s}. */
    public String seconds(long frames) {
        return String.format(Locale.ROOT, "%.1f s", (double) frames / rate);
    }

    @Override
    public String toString() {
        String layout = channels == 1 ? "mono" : channels == 2 ? "stereo" : channels + " channels";
        return rate + " Hz " + layout;
    }
}
