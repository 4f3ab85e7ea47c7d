package paloma.audio.page;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import paloma.audio.pcm.SoundTap;
import paloma.web.Viewer;

/** The browsers that watch, and those of them that listen. Of the page's thread; any may ask how many there are. */
final class Audience {
    /** Of 10 ms: what one message holds. */
    private static final int PIECES_A_SECOND = 100;

    private static final int NUMBER_BYTES = Long.BYTES;

    private final SoundTap tap;
    private final int pieceFrames;
    private final short[] piece;
    private final Map<Viewer, Boolean> viewers = new ConcurrentHashMap<>();
    private long next = -1;
    private volatile long skippedPieces;

    Audience(SoundTap tap) {
        this.tap = tap;
        this.pieceFrames = tap.format().rate() / PIECES_A_SECOND;
        this.piece = new short[pieceFrames * tap.format().channels()];
    }

    void add(Viewer viewer) {
        viewers.put(viewer, false);
        tap.want(true);
    }

    void remove(Viewer viewer) {
        viewers.remove(viewer);
        tap.want(!viewers.isEmpty());
    }

    void listens(Viewer viewer, boolean wants) {
        viewers.replace(viewer, wants);
    }

    boolean isEmpty() {
        return viewers.isEmpty();
    }

    boolean anybodyListens() {
        return viewers.containsValue(true);
    }

    int listeners() {
        return (int) viewers.values().stream().filter(listens -> listens).count();
    }

    /** Returns how many pieces nobody got, because this thread was too slow. */
    long skippedPieces() {
        return skippedPieces;
    }

    int pieceFrames() {
        return pieceFrames;
    }

    void tell(String text) {
        viewers.keySet().forEach(viewer -> viewer.send(text));
    }

    /** Sends each whole piece that has come to those who listen; what this thread was too slow for is left out. */
    void play() {
        if (!anybodyListens()) {
            next = -1;
            return;
        }
        long written = tap.written();
        next = next < 0 ? written : next;
        skip((written - next - tap.format().rate()) / pieceFrames);
        while (next + pieceFrames <= written) {
            if (tap.read(next, piece, pieceFrames)) {
                send(bytes(next));
                next += pieceFrames;
            } else {
                skip(1);
            }
        }
    }

    /** What is a second late is of no use any more. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void skip(long pieces) {
        if (pieces > 0) {
            skippedPieces += pieces;
            next += pieces * pieceFrames;
        }
    }

    private byte[] bytes(long number) {
        ByteBuffer bytes =
                ByteBuffer.allocate(NUMBER_BYTES + piece.length * Short.BYTES).putLong(number);
        bytes.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(piece);
        return bytes.array();
    }

    private void send(byte[] bytes) {
        viewers.forEach((viewer, listens) -> {
            if (listens) {
                viewer.send(Unpooled.wrappedBuffer(bytes));
            }
        });
    }
}
