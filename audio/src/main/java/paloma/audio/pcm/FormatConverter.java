package paloma.audio.pcm;

/**
 * Converts a stream that comes in pieces to another rate and number of channels. Of the two numbers of channels the rate of
 * the lower is converted, which takes longer than mixing. For one thread.
 */
public final class FormatConverter {
    private final PcmFormat from;
    private final PcmFormat to;
    private final boolean mixesFirst;
    private final ChannelMix mix;
    private final RateConverter rates;
    private short[] between = new short[0];

    public FormatConverter(PcmFormat from, PcmFormat to) {
        this.from = from;
        this.to = to;
        this.mixesFirst = to.channels() < from.channels();
        this.mix = new ChannelMix(from.channels(), to.channels());
        this.rates = new RateConverter(from.rate(), to.rate(), Math.min(from.channels(), to.channels()));
    }

    /** As {@link RateConverter#maxFrames}. */
    public int maxFrames(int frames) {
        return rates.maxFrames(frames);
    }

    /** As {@link RateConverter#delayFrames}. */
    public int delayFrames() {
        return rates.delayFrames();
    }

    /** As {@link RateConverter#convert}. */
    public int convert(short[] in, int frames, short[] out) {
        if (mixesFirst) {
            makeRoom(frames * to.channels());
            mix.mix(in, frames, between);
            return rates.convert(between, frames, out);
        }
        makeRoom(maxFrames(frames) * from.channels());
        return mixed(rates.convert(in, frames, between), out);
    }

    /** As {@link RateConverter#flush}. */
    public int flush(short[] out) {
        if (mixesFirst) {
            return rates.flush(out);
        }
        makeRoom(maxFrames(0) * from.channels());
        return mixed(rates.flush(between), out);
    }

    private int mixed(int frames, short[] out) {
        mix.mix(between, frames, out);
        return frames;
    }

    private void makeRoom(int samples) {
        if (between.length < samples) {
            between = new short[samples];
        }
    }
}
