package paloma.audio.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/** Walks the chunks of a WAV file up to its samples: tag, length, as many bytes, and one more after an odd length. */
final class WavChunks {
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final InputStream in;
    private final String name;
    private long position = FileKind.HEAD_BYTES;
    private WavSound sound;
    private long soundAt = -1;
    private long soundBytes;

    private WavChunks(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /**
     * Leaves the stream at the first sample, which is why samples before their format are refused.
     *
     * @param in behind the first {@link FileKind#HEAD_BYTES}
     */
    static WavSound ofStream(InputStream in, String name) throws IOException, UnusableException {
        WavChunks chunks = new WavChunks(in, name);
        chunks.walk(false);
        return chunks.whole();
    }

    /** The same for a file; its chunks may come in any order. */
    static WavChunks ofFile(InputStream in, String name) throws IOException, UnusableException {
        WavChunks chunks = new WavChunks(in, name);
        chunks.walk(true);
        return chunks;
    }

    /** Returns where the first sample is. */
    long soundAt() {
        return soundAt;
    }

    WavSound whole() throws UnusableException {
        if (sound == null) {
            throw WavFormat.unread(name, "does not say what its samples are");
        }
        return sound.lasting(WavSound.bytes(soundBytes));
    }

    private void walk(boolean beyondSound) throws IOException, UnusableException {
        try {
            while (soundAt < 0 || sound == null && beyondSound) {
                chunk(beyondSound);
            }
        } catch (EOFException e) {
            if (soundAt < 0) {
                throw new UnusableException(
                        Printable.quote(name) + " ends before its first sample; it is not complete.", e);
            }
        }
    }

    private void chunk(boolean beyondSound) throws IOException, UnusableException {
        ByteBuffer head = next(8);
        String tag = new String(head.array(), 0, 4, US_ASCII);
        long length = head.getInt(4) & UNSIGNED;
        if (tag.equals("fmt ")) {
            sound = format(length);
            return;
        }
        if (tag.equals("data") && soundAt < 0) {
            soundAt = position;
            soundBytes = length;
            if (sound != null || !beyondSound) {
                return;
            }
        }
        skip(length + (length & 1));
    }

    private WavSound format(long length) throws IOException, UnusableException {
        int known = (int) Math.min(length, WavFormat.EXTENSIBLE_BYTES);
        ByteBuffer bytes = next(known);
        skip(length + (length & 1) - known);
        return WavFormat.read(bytes, name);
    }

    private void skip(long count) throws IOException {
        in.skipNBytes(count);
        position += count;
    }

    private ByteBuffer next(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        position += count;
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
