package paloma.audio.source;

import java.io.IOException;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.RateConverter;

/** A source at another rate; it lasts as long as the one it is made of. */
final class ConvertedSource implements Source {
    private final Source source;
    private final PcmFormat format;
    private final RateConverter converter;
    private short[] taken = new short[0];
    private short[] made = new short[0];
    private int madeFrames;
    private int givenFrames;
    private boolean ended;

    private ConvertedSource(Source source, int rate) {
        this.source = source;
        this.format = new PcmFormat(rate, source.format().channels());
        this.converter = new RateConverter(source.format().rate(), rate, format.channels());
    }

    static Source of(Source source, int rate) {
        return source.format().rate() == rate ? source : new ConvertedSource(source, rate);
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
        if (taken.length < frames * format.channels()) {
            taken = new short[frames * format.channels()];
            made = new short[converter.maxFrames(frames) * format.channels()];
        }
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
