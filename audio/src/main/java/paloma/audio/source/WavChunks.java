package paloma.audio.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavHeader;
import paloma.net.Printable;

/** Walks the chunks of a WAV file up to its samples: tag, length, as many bytes, and one more after an odd length. */
final class WavChunks {
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final InputStream in;
    private final String name;

    private WavChunks(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /**
     * Leaves the stream at the first sample. Writers that stream leave a length of 0, returned as
     * {@link Long#MAX_VALUE}, or one beyond the end of the file: both mean up to the end.
     */
    static WavHeader read(InputStream in, String name) throws IOException, UnusableException {
        WavChunks chunks = new WavChunks(in, name);
        if (!chunks.isWav()) {
            throw WavFormat.unread(name, "is not a WAV file");
        }
        try {
            return chunks.untilSamples();
        } catch (EOFException e) {
            throw new UnusableException(
                    Printable.quote(name) + " ends before its first sample; it is not complete.", e);
        }
    }

    private boolean isWav() throws IOException {
        byte[] start = in.readNBytes(12);
        return start.length == 12
                && text(start, 0).equals("RIFF")
                && text(start, 8).equals("WAVE");
    }

    private WavHeader untilSamples() throws IOException, UnusableException {
        PcmFormat format = null;
        while (true) {
            ByteBuffer head = next(8);
            String tag = text(head.array(), 0);
            long length = head.getInt(4) & UNSIGNED;
            if (tag.equals("data")) {
                return header(format, length);
            }
            if (tag.equals("fmt ")) {
                format = format(length);
            } else {
                in.skipNBytes(length + (length & 1));
            }
        }
    }

    private WavHeader header(PcmFormat format, long length) throws UnusableException {
        if (format == null) {
            throw WavFormat.unread(name, "does not say what its samples are");
        }
        return new WavHeader(format, length == 0 ? Long.MAX_VALUE : length);
    }

    private PcmFormat format(long length) throws IOException, UnusableException {
        int known = (int) Math.min(length, WavFormat.EXTENSIBLE_BYTES);
        ByteBuffer bytes = next(known);
        in.skipNBytes(length + (length & 1) - known);
        return WavFormat.read(bytes, name);
    }

    private ByteBuffer next(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(byte[] bytes, int at) {
        return new String(bytes, at, 4, US_ASCII);
    }
}
