package paloma.audio.sink;

import java.io.IOException;
import paloma.audio.pcm.ChannelMix;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.RateConverter;

/** A sink for another rate and number of channels than it has itself. */
final class ConvertedSink implements Sink {
    private final Sink sink;
    private final PcmFormat format;
    private final ChannelMix mix;
    private final boolean mixesFirst;
    private final RateConverter converter;
    private short[] mixed = new short[0];
    private short[] converted = new short[0];

    private ConvertedSink(Sink sink, PcmFormat format) {
        PcmFormat output = sink.format();
        this.sink = sink;
        this.format = format;
        this.mix = new ChannelMix(format.channels(), output.channels());
        this.mixesFirst = output.channels() < format.channels();
        this.converter =
                new RateConverter(format.rate(), output.rate(), Math.min(format.channels(), output.channels()));
    }

    /** Returns a sink that takes {@code format}. */
    static Sink of(Sink sink, PcmFormat format) {
        return sink.format().equals(format) ? sink : new ConvertedSink(sink, format);
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    @Override
    public PcmFormat output() {
        return sink.format();
    }

    /** The fewer channels are converted, which takes longer than mixing them. */
    @Override
    public void write(short[] samples, int frames) throws IOException {
        int made = mixesFirst ? mixThenConvert(samples, frames) : convertThenMix(samples, frames);
        if (made > 0) {
            sink.write(mixesFirst ? converted : mixed, made);
        }
    }

    private int mixThenConvert(short[] samples, int frames) {
        int channels = output().channels();
        mixed = room(mixed, frames * channels);
        converted = room(converted, converter.maxFrames(frames) * channels);
        mix.mix(samples, frames, mixed);
        return converter.convert(mixed, frames, converted);
    }

    private int convertThenMix(short[] samples, int frames) {
        int most = converter.maxFrames(frames);
        converted = room(converted, most * format.channels());
        mixed = room(mixed, most * output().channels());
        int made = converter.convert(samples, frames, converted);
        mix.mix(converted, made, mixed);
        return made;
    }

    private static short[] room(short[] samples, int count) {
        return samples.length < count ? new short[count] : samples;
    }

    @Override
    public int queuedFrames() {
        return converter.delayFrames() + (int) here(sink.queuedFrames());
    }

    @Override
    public long swallowedFrames() {
        return here(sink.swallowedFrames());
    }

    private long here(long outputFrames) {
        return outputFrames * format.rate() / output().rate();
    }

    @Override
    public boolean mayWait() {
        return sink.mayWait();
    }

    @Override
    public String kept() {
        return sink.kept();
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
