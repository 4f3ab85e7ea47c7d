package paloma.audio.sink;

import java.io.IOException;
import paloma.audio.pcm.FormatConverter;
import paloma.audio.pcm.PcmFormat;

/** A sink for another rate and number of channels than it has itself. */
final class ConvertedSink implements Sink {
    private final Sink sink;
    private final PcmFormat format;
    private final FormatConverter converter;
    private short[] converted = new short[0];

    private ConvertedSink(Sink sink, PcmFormat format) {
        this.sink = sink;
        this.format = format;
        this.converter = new FormatConverter(format, sink.format());
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

    @Override
    public void write(short[] samples, int frames) throws IOException {
        int most = converter.maxFrames(frames) * output().channels();
        converted = converted.length < most ? new short[most] : converted;
        int made = converter.convert(samples, frames, converted);
        if (made > 0) {
            sink.write(converted, made);
        }
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
