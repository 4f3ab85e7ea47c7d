package paloma.audio.receive;

/** The loudest sample since it was last asked for. */
final class Levels {
    private int peak;

    void add(short[] samples, int count) {
        for (int i = 0; i < count; i++) {
            peak = Math.max(peak, Math.abs(samples[i]));
        }
    }

    /** Returns it in dB below full scale, -96 for silence. */
    double takeDb() {
        double share = Math.max(peak, 0.5) / 32_768;
        peak = 0;
        return Math.max(-96, 20 * Math.log10(share));
    }
}
