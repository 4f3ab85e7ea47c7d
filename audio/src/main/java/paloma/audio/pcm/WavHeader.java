package paloma.audio.pcm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The 44 bytes before the samples of a WAV file of 16-bit PCM, little-endian:
 *
 * <pre>
 *  0  "RIFF"   4  bytes that follow (36 + data)   8  "WAVE"
 * 12  "fmt "  16  16   20  1 (PCM)   22  channels
 * 24  rate    28  bytes a second     32  bytes a frame   34  16 (bits a sample)
 * 36  "data"  40  bytes of samples that follow
 * </pre>
 */
public record WavHeader(PcmFormat format, long dataBytes) {
    public static final int BYTES = 44;

    /** Both lengths have 32 bits, and the first counts the rest of the header as well. */
    public static final long MAX_DATA_BYTES = 0xFFFF_FFFFL - (BYTES - 8);

    public static final int PCM = 1;
    public static final int BITS = 16;

    public ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(tag("RIFF")).putInt((int) (BYTES - 8 + dataBytes)).put(tag("WAVE"));
        bytes.put(tag("fmt ")).putInt(16).putShort((short) PCM).putShort((short) format.channels());
        bytes.putInt(format.rate()).putInt(format.rate() * format.frameBytes());
        bytes.putShort((short) format.frameBytes()).putShort((short) BITS);
        bytes.put(tag("data")).putInt((int) dataBytes);
        return bytes.flip();
    }

    private static byte[] tag(String letters) {
        return letters.getBytes(US_ASCII);
    }
}
