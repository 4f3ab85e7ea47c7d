package paloma.transfer.disk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import paloma.transfer.Chunks;

/** The text of a list while it is written: in chunks, so that it is never copied as a whole, and bounded. */
final class ListText {
    private final int limitBytes;
    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] last = new byte[0];
    private int used;
    private int bytes;

    ListText(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Adds a line, unless it does not fit any more. */
    boolean add(String line) {
        byte[] encoded = line.getBytes(StandardCharsets.UTF_8);
        boolean fits = encoded.length <= roomBytes();
        if (fits) {
            append(encoded);
        }
        return fits;
    }

    int roomBytes() {
        return limitBytes - bytes;
    }

    /** Ends the text, with lines that fit always, and returns it as a file. */
    OutgoingFile end(String tail) {
        append(tail.getBytes(StandardCharsets.UTF_8));
        if (used > 0) {
            chunks.add(Arrays.copyOf(last, used));
        }
        return OutgoingFile.of(chunks, 0);
    }

    private void append(byte[] encoded) {
        bytes += encoded.length;
        for (int from = 0; from < encoded.length; ) {
            if (used == last.length) {
                begin();
            }
            int length = Math.min(encoded.length - from, last.length - used);
            System.arraycopy(encoded, from, last, used, length);
            from += length;
            used += length;
        }
    }

    private void begin() {
        if (used > 0) {
            chunks.add(last);
        }
        last = new byte[Chunks.BYTES];
        used = 0;
    }
}
