package paloma.audio.source;

import java.nio.ByteBuffer;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavHeader;
import paloma.net.Printable;

/**
 * Reads a "fmt " chunk:
 *
 * <pre>
 *  0  kind (1 PCM, 3 floating point, 0xFFFE: see 24)   2  channels    4  rate
 *  8  bytes a second                                  12  bytes a frame   14  bits a sample
 * 16  bytes that follow    18  bits that are used     20  speakers        24  kind
 * </pre>
 *
 * PCM of 8 bits is unsigned; a sample of fewer bits than its bytes have stands in the upper ones.
 */
final class WavFormat {
    static final int EXTENSIBLE_BYTES = 40;

    private static final int EXTENSIBLE = 0xFFFE;
    private static final int PLAIN_BYTES = 16;
    private static final int KIND_AT = 24;
    private static final int FLOAT = 3;
    private static final int MAX_CHANNELS = 64;
    private static final int MIN_RATE = 8_000;
    private static final int MAX_RATE = 768_000;

    private final ByteBuffer bytes;
    private final String name;

    private WavFormat(ByteBuffer bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    /** Returns the sound, of a length that is still unknown. */
    static WavSound read(ByteBuffer bytes, String name) throws UnusableException {
        if (bytes.remaining() < PLAIN_BYTES) {
            throw unread(name, "does not say what its samples are");
        }
        return new WavFormat(bytes, name).sound();
    }

    private WavSound sound() throws UnusableException {
        SampleFormat samples = samples();
        int channels = bytes.getShort(2) & 0xFFFF;
        long rate = bytes.getInt(4) & 0xFFFF_FFFFL;
        if (channels < 1 || channels > MAX_CHANNELS || rate == 0 || frameBytes() != samples.bytes() * channels) {
            throw unread(name, "has a damaged header");
        }
        if (rate < MIN_RATE || rate > MAX_RATE) {
            throw new UnusableException(Printable.quote(name) + " has " + rate
                    + " frames a second; convert it to a rate from " + MIN_RATE + " to " + MAX_RATE + ".");
        }
        return new WavSound(new PcmFormat((int) rate, channels), samples, WavSound.UNKNOWN);
    }

    private int frameBytes() {
        return bytes.getShort(12) & 0xFFFF;
    }

    private SampleFormat samples() throws UnusableException {
        int bits = bytes.getShort(14) & 0xFFFF;
        int kind = kind();
        if (kind != WavHeader.PCM && kind != FLOAT) {
            throw unread(name, "is compressed (format " + kind + ")");
        }
        for (SampleFormat samples : SampleFormat.values()) {
            if (samples.isFloat() == (kind == FLOAT) && samples.holds(bits)) {
                return samples;
            }
        }
        throw unread(name, "holds " + bits + "-bit " + (kind == FLOAT ? "floating-point " : "") + "samples");
    }

    private int kind() {
        int kind = bytes.getShort(0) & 0xFFFF;
        boolean extended = kind == EXTENSIBLE && bytes.remaining() >= EXTENSIBLE_BYTES;
        return extended ? bytes.getShort(KIND_AT) & 0xFFFF : kind;
    }

    /** Returns what is wrong and what to do. */
    static UnusableException unread(String name, String wrong) {
        return new UnusableException(Printable.quote(name) + " " + wrong + "; convert it to a WAV file of PCM.");
    }
}
