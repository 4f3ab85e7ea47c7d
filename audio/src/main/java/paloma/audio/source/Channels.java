package paloma.audio.source;

import java.io.IOException;
import paloma.audio.pcm.ChannelMix;
import paloma.audio.pcm.PcmFormat;

/** A source with another number of channels. */
final class Channels implements Source {
    private final Source source;
    private final PcmFormat format;
    private final ChannelMix mix;
    private short[] taken = new short[0];

    private Channels(Source source, int channels) {
        this.source = source;
        this.format = new PcmFormat(source.format().rate(), channels);
        this.mix = new ChannelMix(source.format().channels(), channels);
    }

    static Source of(Source source, int channels) {
        return source.format().channels() == channels ? source : new Channels(source, channels);
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    @Override
    public int read(short[] into, int frames) throws IOException {
        int from = source.format().channels();
        if (taken.length < frames * from) {
            taken = new short[frames * from];
        }
        int got = source.read(taken, frames);
        if (got > 0) {
            mix.mix(taken, got, into);
        }
        return got;
    }

    @Override
    public boolean isLive() {
        return source.isLive();
    }

    @Override
    public boolean isDevice() {
        return source.isDevice();
    }

    @Override
    public boolean isPipe() {
        return source.isPipe();
    }

    @Override
    public void close() {
        source.close();
    }
}
