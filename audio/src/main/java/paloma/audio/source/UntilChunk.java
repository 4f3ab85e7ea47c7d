package paloma.audio.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sound of a WAV file that does not say how long it is, from a pipe: it ends with the stream, or where a chunk of text
 * begins that no sound looks like by chance: its tag, its length, and 3 or 4 more letters. What may be the beginning
 * of that waits for the bytes that follow.
 */
final class UntilChunk extends FilterInputStream {
    private static final int SIGNATURE_BYTES = 12;
    private static final Pattern SIGNATURE = Pattern.compile("LIST.{4}(INFO|adtl)|(id3 |ID3 ).{4}ID3.", Pattern.DOTALL);

    private final byte[] held = new byte[1 << 13];
    private int from;
    private int to;
    private boolean ended;

    UntilChunk(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int sure = sure();
        while (sure == 0 && !ended) {
            fill();
            sure = sure();
        }
        if (sure == 0) {
            return -1;
        }
        int got = Math.min(sure, length);
        System.arraycopy(held, from, into, at, got);
        from += got;
        return got;
    }

    private void fill() throws IOException {
        System.arraycopy(held, from, held, 0, to - from);
        to -= from;
        from = 0;
        int got = super.read(held, to, held.length - to);
        ended = got < 0;
        to += Math.max(got, 0);
    }

    /** Returns how many of the bytes held are sound for sure, and ends at a chunk. */
    private int sure() {
        Matcher matcher = SIGNATURE.matcher(new String(held, from, to - from, ISO_8859_1));
        if (matcher.find()) {
            to = from + matcher.start();
            ended = true;
        }
        boolean partial = !ended && matcher.hitEnd();
        return partial ? firstDoubt() - from : to - from;
    }

    /** Returns where what is held may be the beginning of a chunk. */
    private int firstDoubt() {
        for (int at = Math.max(from, to - SIGNATURE_BYTES + 1); at < to; at++) {
            Matcher rest = SIGNATURE.matcher(new String(held, at, to - at, ISO_8859_1));
            if (!rest.lookingAt() && rest.hitEnd()) {
                return at;
            }
        }
        return to;
    }
}
