package paloma.audio.source;

import java.util.function.LongToDoubleFunction;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/** A sine that never ends; whole turns are taken off before the sine, so that it stays clean for days. */
record Tone(double hertz, int rate) implements LongToDoubleFunction {

    static Source open(String hertz, PcmFormat format) throws UnusableException {
        return new GeneratedSource(format, new Tone(parse(hertz, format.rate() / 2), format.rate()));
    }

    @Override
    public double applyAsDouble(long frame) {
        return Math.sin(2 * Math.PI * (hertz * frame % rate) / rate);
    }

    private static double parse(String hertz, int limit) throws UnusableException {
        try {
            double value = Double.parseDouble(hertz);
            if (value > 0 && value < limit) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of bounds.
        }
        throw new UnusableException(Printable.quote("tone:" + hertz)
                + " is no tone; use a frequency in Hz above 0 and below " + limit + ", such as tone:440.");
    }
}
