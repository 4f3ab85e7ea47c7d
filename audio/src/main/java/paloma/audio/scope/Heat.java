package paloma.audio.scope;

/** Colours for levels: black, violet, red, orange, pale yellow, each lighter than the one before it. */
final class Heat {
    private static final int[] STOPS = {0x000004, 0x420A68, 0x932667, 0xDD513A, 0xFCA50A, 0xFCFFA4};

    private Heat() {}

    /** Returns the colour, as 0xRRGGBB, of a level from 0 to 1. */
    static int colour(double level) {
        double at = Math.max(0, Math.min(1, level)) * (STOPS.length - 1);
        int stop = Math.min((int) at, STOPS.length - 2);
        return mixed(stop, at - stop, 16) | mixed(stop, at - stop, 8) | mixed(stop, at - stop, 0);
    }

    private static int mixed(int stop, double share, int shift) {
        int from = STOPS[stop] >> shift & 0xFF;
        int to = STOPS[stop + 1] >> shift & 0xFF;
        return (int) Math.round(from + share * (to - from)) << shift;
    }
}
