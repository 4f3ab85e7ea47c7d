package paloma.audio.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import paloma.audio.pcm.PcmFormat;

/** Raw little-endian samples from a stream, as they arrive; an incomplete frame at the end is dropped. */
final class StreamSource implements Source {
    private final InputStream in;
    private final PcmFormat format;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    StreamSource(InputStream in, PcmFormat format) {
        this.in = in;
        this.format = format;
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    @Override
    public int read(short[] into, int frames) throws IOException {
        makeRoom(frames * format.frameBytes());
        while (bytes.position() < format.frameBytes()) {
            int got = in.read(bytes.array(), bytes.position(), frames * format.frameBytes() - bytes.position());
            if (got < 0) {
                return -1;
            }
            bytes.position(bytes.position() + got);
        }
        return takeWholeFrames(into);
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The source cannot be closed: " + e.getMessage() + ".", e);
        }
    }

    /** Keeps the part of a frame that an earlier read left. */
    private void makeRoom(int limit) {
        if (bytes.capacity() < limit) {
            bytes = ByteBuffer.allocate(limit).order(ByteOrder.LITTLE_ENDIAN).put(bytes.flip());
        }
    }

    private int takeWholeFrames(short[] into) {
        bytes.flip();
        int frames = bytes.remaining() / format.frameBytes();
        int samples = frames * format.channels();
        bytes.asShortBuffer().get(into, 0, samples);
        bytes.position(samples * Short.BYTES);
        bytes.compact();
        return frames;
    }
}
