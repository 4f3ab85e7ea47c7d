package paloma.audio.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns samples into little-endian bytes and back, in one buffer that is used again; for one thread. */
public final class PcmBytes {
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** Returns the bytes of the first {@code count} samples, in a buffer that is good until the next call. */
    public ByteBuffer of(short[] samples, int count) {
        room(count);
        bytes.asShortBuffer().put(samples, 0, count);
        return bytes;
    }

    /** Returns an array-backed buffer for the bytes of {@code count} samples, good until the next call. */
    public ByteBuffer room(int count) {
        if (bytes.capacity() < count * Short.BYTES) {
            bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        }
        return bytes.clear().limit(count * Short.BYTES);
    }
}
