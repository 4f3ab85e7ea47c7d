package paloma.audio.source;

import java.io.IOException;
import paloma.audio.pcm.FormatConverter;
import paloma.audio.pcm.PcmFormat;

/** A source in another format; it lasts as long as the one it is made of. */
final class ConvertedSource implements Source {
    private final Source source;
    private final PcmFormat format;
    private final FormatConverter converter;
    private short[] taken = new short[0];
    private short[] made = new short[0];
    private int madeFrames;
    private int givenFrames;
    private boolean ended;

    private ConvertedSource(Source source, PcmFormat format) {
        this.source = source;
        this.format = format;
        this.converter = new FormatConverter(source.format(), format);
    }

    /** Returns the source itself if that is its format. */
    static Source of(Source source, PcmFormat format) {
        return source.format().equals(format) ? source : new ConvertedSource(source, format);
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    @Override
    public int read(short[] into, int frames) throws IOException {
        while (givenFrames == madeFrames) {
            if (ended) {
                return -1;
            }
            convertMore(frames);
        }
        int got = Math.min(frames, madeFrames - givenFrames);
        System.arraycopy(made, givenFrames * format.channels(), into, 0, got * format.channels());
        givenFrames += got;
        return got;
    }

    /** Reads about as much as makes so many frames, so that a live source is not waited for longer than need be. */
    private void convertMore(int frames) throws IOException {
        int enough = (int) Math.max(1, (long) frames * source.format().rate() / format.rate());
        makeRoom(enough);
        int got = source.read(taken, enough);
        ended = got < 0;
        madeFrames = ended ? converter.flush(made) : converter.convert(taken, got, made);
        givenFrames = 0;
    }

    private void makeRoom(int frames) {
        int channels = source.format().channels();
        if (taken.length < frames * channels) {
            taken = new short[frames * channels];
            made = new short[converter.maxFrames(frames) * format.channels()];
        }
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
