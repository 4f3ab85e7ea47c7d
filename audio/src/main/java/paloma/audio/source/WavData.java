package paloma.audio.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import paloma.audio.program.Plural;
import paloma.net.Printable;

/** The bytes of sound in a WAV file whose header says how many: no more, and if there are fewer the end is a failure. */
final class WavData extends FilterInputStream {
    private final WavSound sound;
    private final String name;
    private long left;

    WavData(InputStream in, WavSound sound, String name) {
        super(in);
        this.sound = sound;
        this.name = name;
        this.left = sound.dataBytes();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int got = super.read(into, at, (int) Math.min(left, length));
        if (got < 0) {
            throw new BrokenSourceException(early());
        }
        left -= got;
        return got;
    }

    private String early() {
        long frames = (left + sound.frameBytes() - 1) / sound.frameBytes();
        return String.format(
                Locale.ROOT,
                "%s ends %s (%.2f s) early: it is not complete.",
                Printable.quote(name),
                Plural.of(frames, "frame"),
                frames / (double) sound.format().rate());
    }
}
