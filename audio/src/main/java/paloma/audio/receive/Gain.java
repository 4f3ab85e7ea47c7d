package paloma.audio.receive;

/**
 * How loud sound is played: mute and volume, which change within {@value #RAMP_MILLIS} ms so that no change clicks. At full
 * volume samples pass as they are. One thread applies it, any sets it.
 */
final class Gain {
    private static final int RAMP_MILLIS = 20;

    private final double step;
    private volatile boolean muted;
    private volatile double volume = 1;
    private double now = 1;

    Gain(int rate) {
        step = 1e3 / RAMP_MILLIS / rate;
    }

    void mute(boolean isMuted) {
        muted = isMuted;
    }

    boolean isMuted() {
        return muted;
    }

    /** @param share of full scale, 0 to 1 */
    void volume(double share) {
        volume = share;
    }

    double volume() {
        return volume;
    }

    void apply(short[] block, int frames) {
        double wanted = muted ? 0 : volume;
        if (wanted == 1 && now == 1) {
            return;
        }
        int channels = block.length / frames;
        for (int frame = 0; frame < frames; frame++) {
            now = now < wanted ? Math.min(wanted, now + step) : Math.max(wanted, now - step);
            for (int i = frame * channels; i < (frame + 1) * channels; i++) {
                block[i] = (short) Math.round(block[i] * now);
            }
        }
    }
}
