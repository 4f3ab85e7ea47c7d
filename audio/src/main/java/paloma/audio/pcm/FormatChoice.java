package paloma.audio.pcm;

/** Checks rate and channels that a person chose. */
public final class FormatChoice {
    private static final int LEAST_RATE = 8_000;
    private static final int MOST_RATE = 192_000;

    private FormatChoice() {}

    public static PcmFormat of(int rate, int channels) throws UnusableException {
        if (rate < LEAST_RATE || rate > MOST_RATE) {
            throw new UnusableException("--rate is from " + LEAST_RATE + " to " + MOST_RATE + ", not " + rate + ".");
        }
        if (channels != 1 && channels != 2) {
            throw new UnusableException("--channels is 1 or 2, not " + channels + ".");
        }
        return new PcmFormat(rate, channels);
    }
}
