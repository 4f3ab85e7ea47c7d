package paloma.audio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Puts WAV files of all kinds together, chunk by chunk. */
public final class WavBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public WavBytes() {
        put("RIFF", -1).put("WAVE");
    }

    public WavBytes plain(int kind, int channels, int rate, int bits) {
        return format(16, kind, channels, rate, bits);
    }

    public WavBytes extensible(int kind, int channels, int rate, int bits) {
        format(40, 0xFFFE, channels, rate, bits);
        ByteBuffer rest = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        rest.putShort((short) 22).putShort((short) bits).putInt(3).putShort((short) kind);
        out.writeBytes(rest.array());
        return this;
    }

    private WavBytes format(int length, int kind, int channels, int rate, int bits) {
        put("fmt ", length);
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) kind).putShort((short) channels).putInt(rate);
        int frameBytes = channels * ((bits + 7) / 8);
        bytes.putInt(rate * frameBytes).putShort((short) frameBytes).putShort((short) bits);
        out.writeBytes(bytes.array());
        return this;
    }

    public WavBytes chunk(String tag, byte[] content) {
        put(tag, content.length);
        out.writeBytes(content);
        if (content.length % 2 == 1) {
            out.write(0);
        }
        return this;
    }

    public WavBytes data(short[] samples) {
        return data(samples, samples.length * 2);
    }

    /** Lets the header say another length than what follows. */
    public WavBytes data(short[] samples, int length) {
        put("data", length);
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        out.writeBytes(bytes.array());
        return this;
    }

    private WavBytes put(String tag, int length) {
        put(tag);
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array());
        return this;
    }

    private WavBytes put(String tag) {
        out.writeBytes(tag.getBytes(US_ASCII));
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
