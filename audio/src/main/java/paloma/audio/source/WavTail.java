package paloma.audio.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.BitSet;

/**
 * Where the sound of a WAV file ends that does not say so: at its end, or where the first of one or more chunks begins whose
 * lengths lead to the end exactly.
 */
final class WavTail {
    /** Room for the pictures that some writers put behind the sound. */
    private static final int MAX_BYTES = 4 << 20;

    private static final int HEAD_BYTES = 8;

    private final ByteBuffer tail;

    private WavTail(ByteBuffer tail) {
        this.tail = tail;
    }

    /** Returns how many bytes of sound there are. */
    static long soundBytes(FileChannel file, long soundAt) throws IOException {
        long from = Math.max(soundAt, file.size() - MAX_BYTES);
        from += from - soundAt & 1;
        ByteBuffer tail = ByteBuffer.allocate((int) (file.size() - from)).order(ByteOrder.LITTLE_ENDIAN);
        long at = from;
        for (int got = 1; got > 0 && tail.hasRemaining(); at += got) {
            got = file.read(tail, at);
        }
        return from - soundAt + new WavTail(tail.flip()).firstChunk();
    }

    /** Goes backwards, so that each place is looked at once. */
    private int firstChunk() {
        BitSet lead = new BitSet();
        for (int at = tail.limit() - HEAD_BYTES & ~1; at >= 0; at -= 2) {
            lead.set(at, isTag(at) && leadsOn(at, lead));
        }
        int first = lead.nextSetBit(0);
        return first < 0 ? tail.limit() : first;
    }

    /** Returns whether the next chunk leads to the end, or this is the last; the byte that fills it up may be missing. */
    private boolean leadsOn(int at, BitSet lead) {
        long length = tail.getInt(at + 4) & 0xFFFF_FFFFL;
        long next = at + HEAD_BYTES + length + (length & 1);
        return next == tail.limit() || next == tail.limit() + 1 || next < tail.limit() && lead.get((int) next);
    }

    /** Four characters that can be printed, and the first is no blank. */
    private boolean isTag(int at) {
        for (int i = at; i < at + 4; i++) {
            if (tail.get(i) < ' ' || tail.get(i) > '~') {
                return false;
            }
        }
        return Character.isLetterOrDigit(tail.get(at));
    }
}
