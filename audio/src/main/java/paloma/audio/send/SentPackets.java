package paloma.audio.send;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The packets of about the last second, for those who miss one. */
final class SentPackets {
    private static final int PACKETS = 512;
    private static final long SPACING_NANOS = 2_000_000;

    private final byte[][] bytes;
    private final int[] sequences = new int[PACKETS];
    private final int[] lengths = new int[PACKETS];
    private final long[] resent = new long[PACKETS];

    SentPackets(int mostBytes) {
        bytes = new byte[PACKETS][mostBytes];
        Arrays.fill(sequences, -1);
    }

    void add(int sequence, ByteBuf packet) {
        int at = sequence & PACKETS - 1;
        sequences[at] = sequence;
        lengths[at] = packet.readableBytes();
        resent[at] = Long.MIN_VALUE / 2;
        packet.getBytes(packet.readerIndex(), bytes[at], 0, lengths[at]);
    }

    /** Writes a packet, unless it is too old, or left again a moment ago; says whether it did. */
    boolean again(int sequence, ByteBuf out, long now) {
        int at = sequence & PACKETS - 1;
        if (sequences[at] != sequence || now - resent[at] < SPACING_NANOS) {
            return false;
        }
        resent[at] = now;
        out.writeBytes(bytes[at], 0, lengths[at]);
        return true;
    }
}
