package paloma.audio.send;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The last packets that were sent, for listeners that miss one. */
final class RtpPacketHistory {
    /** Three seconds of packets of 256 frames; a power of two. */
    static final int PACKETS = 512;

    private final byte[][] bytes;
    private final int[] sequences = new int[PACKETS];
    private final int[] lengths = new int[PACKETS];

    RtpPacketHistory(int mostBytes) {
        bytes = new byte[PACKETS][mostBytes];
        Arrays.fill(sequences, -1);
    }

    void add(int sequence, ByteBuf packet) {
        int at = sequence & PACKETS - 1;
        sequences[at] = sequence;
        lengths[at] = packet.readableBytes();
        packet.getBytes(packet.readerIndex(), bytes[at], 0, lengths[at]);
    }

    /** Returns whether that packet is still there. */
    boolean has(int sequence) {
        return sequences[sequence & PACKETS - 1] == sequence;
    }

    /** Writes a packet that is there. */
    void write(int sequence, ByteBuf out) {
        int at = sequence & PACKETS - 1;
        out.writeBytes(bytes[at], 0, lengths[at]);
    }
}
