package paloma.audio.source;

import java.nio.ByteBuffer;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavHeader;
import paloma.net.Printable;

/** Reads a "fmt " chunk; anything but 16-bit PCM is refused in a sentence. */
final class WavFormat {
    /** WAVE_FORMAT_EXTENSIBLE: what the samples are stands in the first two bytes of a GUID. */
    private static final int EXTENSIBLE = 0xFFFE;

    static final int EXTENSIBLE_BYTES = 40;
    private static final int PLAIN_BYTES = 16;
    private static final int GUID_AT = 24;
    private static final int FLOAT = 3;
    private static final int MAX_CHANNELS = 64;
    private static final int MAX_RATE = 768_000;

    private WavFormat() {}

    static PcmFormat read(ByteBuffer bytes, String name) throws UnusableException {
        if (bytes.remaining() < PLAIN_BYTES) {
            throw unread(name, "does not say what its samples are");
        }
        refuseOtherSamples(kind(bytes), bytes.getShort(14), name);
        int channels = bytes.getShort(2) & 0xFFFF;
        int rate = bytes.getInt(4);
        if (channels < 1 || channels > MAX_CHANNELS || rate < 1 || rate > MAX_RATE) {
            throw unread(name, "has a damaged header");
        }
        return new PcmFormat(rate, channels);
    }

    private static int kind(ByteBuffer bytes) {
        int kind = bytes.getShort(0) & 0xFFFF;
        boolean extended = kind == EXTENSIBLE && bytes.remaining() >= EXTENSIBLE_BYTES;
        return extended ? bytes.getShort(GUID_AT) & 0xFFFF : kind;
    }

    private static void refuseOtherSamples(int kind, int bits, String name) throws UnusableException {
        if (kind == FLOAT) {
            throw unread(name, "holds floating-point samples");
        }
        if (kind != WavHeader.PCM) {
            throw unread(name, "is compressed (format " + kind + ")");
        }
        if (bits != WavHeader.BITS) {
            throw unread(name, "holds " + bits + "-bit samples");
        }
    }

    /** Returns what is wrong and what to do. */
    static UnusableException unread(String name, String wrong) {
        return new UnusableException(Printable.quote(name) + " " + wrong + "; convert it to a WAV file of 16-bit PCM.");
    }
}
