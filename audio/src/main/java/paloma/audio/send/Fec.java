package paloma.audio.send;

import paloma.audio.rtp.Parity;

/**
 * The setting of parity.
 *
 * @param columns how many packets share one; 0 for none
 * @param always whether it goes to all, needed or not
 */
public record Fec(int columns, boolean always) {
    static final Fec OFF = new Fec(0, false);

    /** A quarter more packets. */
    static final Fec AUTO = new Fec(4, false);

    static final int MIN_COLUMNS = 2;

    /** Reads {@code auto}, {@code off} or a number; returns null for anything else. */
    static Fec of(String said) {
        if (said.equals("auto")) {
            return AUTO;
        }
        if (said.equals("off")) {
            return OFF;
        }
        int columns = said.matches("\\d{1,2}") ? Integer.parseInt(said) : 0;
        return columns < MIN_COLUMNS || columns > Parity.MAX_COLUMNS ? null : new Fec(columns, true);
    }

    boolean isOff() {
        return columns == 0;
    }
}
