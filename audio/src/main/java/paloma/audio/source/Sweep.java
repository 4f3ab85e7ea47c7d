package paloma.audio.source;

import java.util.function.LongToDoubleFunction;

/**
 * A sine that climbs from 20 Hz to 20 kHz, an octave a second, and begins again after 10 s;
 * both ends are faded, so that the beginning makes no click. Where the rate cannot carry 20 kHz it ends lower.
 */
record Sweep(int rate) implements LongToDoubleFunction {
    static final double LOW_HERTZ = 20;
    static final double HIGH_HERTZ = 20_000;
    static final int SECONDS = 10;

    private static final double FADE_SECONDS = 0.005;

    @Override
    public double applyAsDouble(long frame) {
        double at = frame % ((long) SECONDS * rate) / (double) rate;
        return fade(at) * Math.sin(2 * Math.PI * turns(at));
    }

    /** Integrates the frequency, which grows by the same factor in each second. */
    private double turns(double seconds) {
        double growth = Math.log(Math.min(HIGH_HERTZ, 0.45 * rate) / LOW_HERTZ) / SECONDS;
        return LOW_HERTZ * Math.expm1(growth * seconds) / growth;
    }

    private static double fade(double seconds) {
        double fromEdge = Math.min(seconds, SECONDS - seconds);
        return fromEdge >= FADE_SECONDS ? 1 : (1 - Math.cos(Math.PI * fromEdge / FADE_SECONDS)) / 2;
    }
}
