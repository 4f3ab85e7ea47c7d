package paloma.audio.source;

import java.io.IOException;
import paloma.audio.pcm.PcmFormat;

/**
 * A source with another number of channels: one is copied to all, several are averaged into one, and surround channels
 * are mixed into both sides of a stereo pair at -3 dB.
 */
final class Channels implements Source {
    private static final double SURROUND = Math.sqrt(0.5);

    private final Source source;
    private final PcmFormat format;
    private short[] taken = new short[0];

    private Channels(Source source, int channels) {
        this.source = source;
        this.format = new PcmFormat(source.format().rate(), channels);
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
        for (int frame = 0; frame < got; frame++) {
            for (int channel = 0; channel < format.channels(); channel++) {
                into[frame * format.channels() + channel] = mixed(frame * from, from, channel);
            }
        }
        return got;
    }

    private short mixed(int at, int from, int channel) {
        if (from == 1) {
            return taken[at];
        }
        if (format.channels() == 1) {
            return (short) Math.round(sum(at, from) / from);
        }
        return channel < from ? side(at, from, channel) : 0;
    }

    private short side(int at, int from, int channel) {
        int around = format.channels() == 2 ? from - 2 : 0;
        double mixed = taken[at + channel] + SURROUND * sum(at + from - around, around);
        return (short) Math.round(mixed / (1 + SURROUND * around));
    }

    private double sum(int at, int count) {
        double sum = 0;
        for (int i = at; i < at + count; i++) {
            sum += taken[i];
        }
        return sum;
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
