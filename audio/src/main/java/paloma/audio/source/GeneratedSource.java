package paloma.audio.source;

import java.util.function.LongToDoubleFunction;
import paloma.audio.pcm.PcmFormat;

/** An endless sound, the same in all channels, 12 dB below full scale: loud enough to measure, kind to ears. */
final class GeneratedSource implements Source {
    static final double PEAK = Short.MAX_VALUE * Math.pow(10, -12 / 20.0);

    private final PcmFormat format;
    private final LongToDoubleFunction wave;
    private long frame;

    /** @param wave returns the value, from -1 to 1, of each frame, counted from 0 */
    GeneratedSource(PcmFormat format, LongToDoubleFunction wave) {
        this.format = format;
        this.wave = wave;
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    @Override
    public int read(short[] into, int frames) {
        int channels = format.channels();
        for (int i = 0; i < frames; i++) {
            short sample = (short) Math.round(PEAK * wave.applyAsDouble(frame++));
            for (int channel = 0; channel < channels; channel++) {
                into[i * channels + channel] = sample;
            }
        }
        return frames;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
