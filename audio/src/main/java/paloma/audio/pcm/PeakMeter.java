package paloma.audio.pcm;

/** The loudest sample since it was last asked for. */
public final class PeakMeter {
    private static final double FULL_SCALE = 32_768;

    /** Silence has no level in dB; half a step of a sample stands for it. */
    private static final double MIN_PEAK = 0.5;

    /** The level of silence: the range of 16 bits. */
    private static final double MIN_DB = -96;

    private int peak;

    /** Takes {@code count} samples, beginning with {@code samples[from]}. */
    public void add(short[] samples, int from, int count) {
        for (int i = from; i < from + count; i++) {
            peak = Math.max(peak, Math.abs(samples[i]));
        }
    }

    /** Returns the peak in dB below full scale, -96 for silence, and forgets it. */
    public double takeDb() {
        double share = Math.max(peak, MIN_PEAK) / FULL_SCALE;
        peak = 0;
        return Math.max(MIN_DB, 20 * Math.log10(share));
    }
}
