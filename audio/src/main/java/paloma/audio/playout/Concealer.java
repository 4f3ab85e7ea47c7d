package paloma.audio.playout;

/**
 * Fills gaps so that they are not heard: what would have come is predicted from what was played, each channel for itself,
 * so that their phases agree; it fades after 40 ms, as G.711 Appendix I has it, and the sound that comes back is faded in.
 * Sees all sound that is played, in order.
 */
public final class Concealer {
    /** How many samples back a prediction looks: 5.8 ms at 44.1 kHz, a period of 172 Hz. */
    private static final int ORDER = 256;

    /** From how much sound the prediction is learnt: short enough that it has not changed much. */
    private static final double HISTORY_SECONDS = 0.03;

    /** At high rates the history is shorter: learning it would take longer than what it is to fill. */
    private static final int MAX_HISTORY = 1_440;

    /** At low rates the history is longer, for {@link LinearPrediction#fit} wants more than twice the order. */
    private static final int MIN_ORDERS = 3;

    /** What is made up is heard in full for so long, and then fades: longer, it drones. */
    private static final double HOLD_SECONDS = 0.04;

    private static final double FADE_SECONDS = 0.06;

    /** Over so long the sound that comes back is blended in: no click. */
    private static final double BLEND_SECONDS = 0.004;

    private final int channels;
    private final int hold;
    private final int fade;
    private final int blend;
    private final double[][] past;
    private final short[] heard;
    private final double[][] made;
    private final LinearPrediction[] models;
    private int predicted;
    private int gap;
    private int gapBlended;

    public Concealer(int rate, int channels) {
        this.channels = channels;
        hold = (int) (HOLD_SECONDS * rate);
        fade = (int) (FADE_SECONDS * rate);
        blend = (int) (BLEND_SECONDS * rate);
        int history = Math.max(MIN_ORDERS * ORDER, Math.min(MAX_HISTORY, (int) (HISTORY_SECONDS * rate)));
        past = new double[channels][history];
        heard = new short[history * channels];
        made = new double[channels][ORDER + hold + fade];
        models = new LinearPrediction[channels];
        for (int c = 0; c < channels; c++) {
            models[c] = new LinearPrediction(ORDER, history);
        }
        gapBlended = blend;
    }

    /** Called with frames that arrived; after a gap they are blended, in place, with what was made up. */
    public void real(short[] samples, int at, int frames) {
        if (gap > 0 && gapBlended < blend) {
            blend(samples, at, Math.min(frames, blend - gapBlended));
        }
        if (gapBlended >= blend) {
            gap = 0;
        }
        remember(samples, at, frames);
    }

    /** Makes up frames that did not arrive. */
    public void missing(short[] samples, int at, int frames) {
        if (gap == 0 || gapBlended > 0) {
            learn();
        }
        predict(frames);
        for (int i = 0; i < frames; i++) {
            for (int c = 0; c < channels; c++) {
                samples[(at + i) * channels + c] = clip(made(c, gap));
            }
            gap = Math.min(gap + 1, Integer.MAX_VALUE - 1);
        }
        remember(samples, at, frames);
    }

    /** Called before a jump: what comes next is blended into what was. */
    void leap() {
        learn();
        gap = 1;
    }

    private void learn() {
        gap = 0;
        gapBlended = 0;
        recall();
        for (int c = 0; c < channels; c++) {
            models[c].fit(past[c], past[c].length);
            System.arraycopy(past[c], past[c].length - ORDER, made[c], 0, ORDER);
        }
        predicted = ORDER;
    }

    /** Predicts the next frames of a gap, unless that is done: most gaps are short. */
    private void predict(int frames) {
        int end = ORDER + Math.min(hold + fade, Math.min(gap, hold + fade) + frames);
        for (int c = 0; c < channels && end > predicted; c++) {
            models[c].extend(made[c], predicted, end - predicted);
        }
        predicted = Math.max(predicted, end);
    }

    /** Returns a sample of what was made up, faded. */
    private double made(int channel, int frame) {
        if (frame >= hold + fade) {
            return 0;
        }
        double gain = frame < hold ? 1 : 1 - (frame - hold) / (double) fade;
        return gain * made[channel][ORDER + frame];
    }

    private void blend(short[] samples, int at, int frames) {
        predict(frames);
        for (int i = 0; i < frames; i++) {
            double share = (gapBlended + 1.0) / (blend + 1);
            for (int c = 0; c < channels; c++) {
                int n = (at + i) * channels + c;
                samples[n] = clip(share * samples[n] + (1 - share) * made(c, gap));
            }
            gap++;
            gapBlended++;
        }
    }

    private void remember(short[] samples, int at, int frames) {
        int fresh = Math.min(frames * channels, heard.length);
        System.arraycopy(heard, fresh, heard, 0, heard.length - fresh);
        System.arraycopy(samples, (at + frames) * channels - fresh, heard, heard.length - fresh, fresh);
    }

    private void recall() {
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < past[c].length; i++) {
                past[c][i] = heard[i * channels + c];
            }
        }
    }

    private static short clip(double value) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value)));
    }
}
