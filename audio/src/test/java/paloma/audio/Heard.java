package paloma.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What was heard, beside what was sent: samples of stereo, interleaved. */
public final class Heard {
    /** Random samples that are alike for a tenth of a second, over some packets, were sent so: no busy machine takes that away. */
    static final int PROOF_FRAMES = 4_410;

    /** Where {@link #longestPiece} looks for the begin of a piece. */
    public static final int STEP_FRAMES = 4_410;

    private static final int HEADER_BYTES = 44;
    private static final int SURE_SAMPLES = 64;

    private Heard() {}

    static short[] wav(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return samples(ByteBuffer.wrap(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Returns the last frames of a recording that goes on. */
    static short[] wavEnd(Path file, int channels, int frames) throws IOException {
        short[] all = wav(file);
        int whole = all.length / channels * channels;
        return Arrays.copyOfRange(all, Math.max(0, whole - frames * channels), whole);
    }

    static short[] raw(Path file, ByteOrder order) throws IOException {
        return samples(ByteBuffer.wrap(Files.readAllBytes(file)).order(order));
    }

    /** Returns samples as they lie in a raw file, the low byte first. */
    static byte[] bytes(short[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        return bytes.array();
    }

    private static short[] samples(ByteBuffer bytes) {
        short[] samples = new short[bytes.remaining() / 2];
        bytes.asShortBuffer().get(samples);
        return samples;
    }

    /** Returns the most frames in a row that are those that were sent, wherever they lie. */
    public static int longestPiece(short[] sent, short[] heard) {
        int longest = 0;
        for (int start = 0; 2 * start < sent.length - SURE_SAMPLES; start += STEP_FRAMES) {
            int at = find(sent, 2 * start, heard);
            if (at >= 0) {
                longest = Math.max(longest, alike(sent, 2 * start, heard, at) / 2);
            }
        }
        return longest;
    }

    private static int find(short[] sent, int from, short[] heard) {
        for (int at = 0; at < heard.length - SURE_SAMPLES; at += 2) {
            if (heard[at] == sent[from] && alike(sent, from, heard, at) >= SURE_SAMPLES) {
                return at;
            }
        }
        return -1;
    }

    private static int alike(short[] sent, int from, short[] heard, int at) {
        int length = 0;
        while (from + length < sent.length && at + length < heard.length && sent[from + length] == heard[at + length]) {
            length++;
        }
        return length;
    }
}
