package paloma.audio.receive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import paloma.audio.rtp.Parity;
import paloma.audio.rtp.ParityBits;
import paloma.audio.rtp.Sequence;

/**
 * Restores lost packets of one stream from the parity of their row and the other packets of it (RFC 8627, 6.3). Holds the last
 * packets, once there is parity at all, and the parity of rows of which too many are missing still. Does no I/O and reads no
 * clock.
 */
public final class FecDecoder {
    /** How many packets are held: 0.7 s of those that fit a common MTU. */
    static final int HELD = 128;

    /** Longer packets are not held, so a stream takes less than 600 kB. */
    static final int MAX_BYTES = 4_096;

    private static final int WAITING = 8;

    private final ByteBuf[] packets = new ByteBuf[HELD];
    private final int[] sequences = new int[HELD];
    private final Row[] waiting = new Row[WAITING];
    private final ParityBits bits = new ParityBits(MAX_BYTES);
    private final ByteBuf made = Unpooled.buffer(MAX_BYTES);
    private final int ssrc;
    private final Counts counts;
    private int latest;
    private int next;
    private boolean hasParity;

    /** A row that waits for more of its packets. */
    private record Row(int first, int columns, ByteBuf parity) {}

    /** @param ssrc of the stream */
    FecDecoder(int ssrc, Counts counts) {
        this.ssrc = ssrc;
        this.counts = counts;
        Arrays.fill(sequences, -1);
    }

    /** Called with each packet that arrived, whole. */
    void came(int sequence, ByteBuf packet) {
        latest = sequence;
        if (!hasParity || !bits.fits(packet.readableBytes())) {
            return;
        }
        int at = sequence & HELD - 1;
        if (packets[at] == null) {
            packets[at] = Unpooled.buffer(packet.readableBytes());
        }
        packets[at].clear().writeBytes(packet, packet.readerIndex(), packet.readableBytes());
        sequences[at] = sequence;
    }

    /** Called with the parity of a row; returns whether it can belong to this stream, and counts it as malformed if not. */
    boolean take(Parity parity) {
        boolean isNear = Math.abs(Sequence.distance16(latest, parity.first())) < HELD - Parity.MAX_COLUMNS;
        if (parity.source() != ssrc || parity.ssrc() == ssrc || !isNear || !bits.fitsParity(parity.parity())) {
            counts.malformed++;
            return false;
        }
        hasParity = true;
        waiting[next++ % WAITING] = new Row(parity.first(), parity.columns(), Unpooled.copiedBuffer(parity.parity()));
        return true;
    }

    /** Returns the next packet that can be restored, whole, or null. It is lent until the next call. */
    ByteBuf poll() {
        for (int i = 0; i < WAITING; i++) {
            int missing = waiting[i] == null ? HELD : missing(waiting[i]);
            if (missing <= 1) {
                Row row = waiting[i];
                waiting[i] = null;
                if (missing == 1 && make(row)) {
                    return made;
                }
            }
        }
        return null;
    }

    private int missing(Row row) {
        int missing = 0;
        for (int i = 0; i < row.columns(); i++) {
            missing += isHeld(row.first() + i) ? 0 : 1;
        }
        return missing;
    }

    private boolean isHeld(int sequence) {
        return sequences[sequence & HELD - 1] == (sequence & 0xFFFF);
    }

    private boolean make(Row row) {
        bits.clear();
        bits.addParity(row.parity());
        int missing = 0;
        for (int i = 0; i < row.columns(); i++) {
            int sequence = row.first() + i & 0xFFFF;
            if (isHeld(sequence)) {
                bits.add(packets[sequence & HELD - 1]);
            } else {
                missing = sequence;
            }
        }
        if (!bits.writePacket(missing, ssrc, made.clear())) {
            counts.malformed++;
            return false;
        }
        came(missing, made);
        return true;
    }
}
