package paloma.audio.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import paloma.audio.pcm.PcmFormat;

/** Little-endian samples from a stream, as they arrive; an incomplete frame at the end is dropped. */
final class StreamSource implements Source {
    private final InputStream in;
    private final PcmFormat format;
    private final SampleFormat samples;
    private final int frameBytes;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    StreamSource(InputStream in, PcmFormat format, SampleFormat samples) {
        this.in = in;
        this.format = format;
        this.samples = samples;
        this.frameBytes = samples.bytes() * format.channels();
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    @Override
    public int read(short[] into, int frames) throws IOException {
        makeRoom(frames * frameBytes);
        while (bytes.position() < frameBytes) {
            int got = in.read(bytes.array(), bytes.position(), frames * frameBytes - bytes.position());
            if (got < 0) {
                return -1;
            }
            bytes.position(bytes.position() + got);
        }
        return takeWholeFrames(into);
    }

    @Override
    public void close() {
        SourceFile.close(in);
    }

    /** Keeps the part of a frame that an earlier read left. */
    private void makeRoom(int limit) {
        if (bytes.capacity() < limit) {
            bytes = ByteBuffer.allocate(limit).order(ByteOrder.LITTLE_ENDIAN).put(bytes.flip());
        }
    }

    private int takeWholeFrames(short[] into) {
        bytes.flip();
        int frames = bytes.remaining() / frameBytes;
        int count = frames * format.channels();
        if (samples == SampleFormat.SIGNED_16) {
            bytes.asShortBuffer().get(into, 0, count);
        } else {
            for (int i = 0; i < count; i++) {
                into[i] = samples.read(bytes, i * samples.bytes());
            }
        }
        bytes.position(frames * frameBytes);
        bytes.compact();
        return frames;
    }
}
