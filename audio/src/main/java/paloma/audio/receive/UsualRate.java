package paloma.audio.receive;

/** Rates that sound is sampled at. */
final class UsualRate {
    private static final int[] ALL = {
        8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000, 176_400, 192_000
    };

    private UsualRate() {}

    /** Returns the one that a measured rate is off from by less than {@code tolerance}, a share, or 0. */
    static int closest(double measured, double tolerance) {
        for (int rate : ALL) {
            if (Math.abs(measured / rate - 1) < tolerance) {
                return rate;
            }
        }
        return 0;
    }
}
