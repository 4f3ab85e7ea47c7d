package paloma.audio.pcm;

/**
 * Gives sound another number of channels: one is copied to all, several are averaged into one, and surround channels are
 * mixed into both sides of a stereo pair at -3 dB. Channels that there are not are silent. Nothing becomes too loud.
 */
public final class ChannelMix {
    private static final double SURROUND = Math.sqrt(0.5);

    private final int from;
    private final int to;

    public ChannelMix(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** Reads {@code frames} frames from the head of {@code in} and writes as many to that of {@code out}. */
    public void mix(short[] in, int frames, short[] out) {
        if (from == to) {
            System.arraycopy(in, 0, out, 0, frames * from);
            return;
        }
        for (int frame = 0; frame < frames; frame++) {
            for (int channel = 0; channel < to; channel++) {
                out[frame * to + channel] = mixed(in, frame * from, channel);
            }
        }
    }

    private short mixed(short[] in, int at, int channel) {
        if (from == 1) {
            return in[at];
        }
        if (to == 1) {
            return (short) Math.round(sum(in, at, from) / from);
        }
        return channel < from ? side(in, at, channel) : 0;
    }

    private short side(short[] in, int at, int channel) {
        int around = to == 2 ? from - 2 : 0;
        double mixed = in[at + channel] + SURROUND * sum(in, at + from - around, around);
        return (short) Math.round(mixed / (1 + SURROUND * around));
    }

    private static double sum(short[] in, int at, int count) {
        double sum = 0;
        for (int i = at; i < at + count; i++) {
            sum += in[i];
        }
        return sum;
    }
}
