package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Names packets that have not arrived, so that they are sent again (RFC 4585, 6.2.1).
 *
 * <pre>
 *  0        4        8       12    14
 * +--------+--------+-------+-----+-----+-------------
 * | header | sender | media | PID | BLP | PID BLP ...
 * +--------+--------+-------+-----+-----+-------------
 *
 * 81 cd 00 04                 feedback of format 1: generic NACK, 4 words more
 * 12 34 56 78                 SSRC of who asks
 * de ca fb ad                 SSRC of the source
 * 0b b8 00 05                 PID 3000 is missing; so are the 1st and 3rd after it: 3001 and 3003
 * ff ff 00 01                 PID 65535 and the one after it: 0
 * </pre>
 *
 * @param losses at least one
 */
public record GenericNack(int senderSsrc, int mediaSsrc, List<Loss> losses) implements RtcpPacket {
    static final int TYPE = 205;

    /** Stands where other types have a count. */
    static final int FORMAT = 1;

    private static final int FIXED_BYTES = 8;

    /**
     * @param first the sequence number of a packet that is missing (PID)
     * @param following bit n, from 0 to 15, is set where the packet of number {@code first + n + 1} is missing too (BLP)
     */
    public record Loss(int first, int following) {}

    /** Asks for at least one; the numbers take the least room where they ascend, wrap-around included. */
    public static GenericNack of(int senderSsrc, int mediaSsrc, int[] sequences) {
        List<Loss> losses = new ArrayList<>();
        int first = sequences[0];
        int following = 0;
        for (int sequence : sequences) {
            int bit = Sequence.distance16(first, sequence) - 1;
            if (bit < -1 || bit >= Short.SIZE) {
                losses.add(new Loss(first & 0xFFFF, following));
                first = sequence;
                following = 0;
            } else if (bit >= 0) {
                following |= 1 << bit;
            }
        }
        losses.add(new Loss(first & 0xFFFF, following));
        return new GenericNack(senderSsrc, mediaSsrc, losses);
    }

    /** Returns the numbers asked for, from 0 to 65,535, in the order in which they stand: 17 at most for each loss. */
    public List<Integer> sequences() {
        List<Integer> sequences = new ArrayList<>();
        for (Loss loss : losses) {
            sequences.add(loss.first());
            for (int bits = loss.following(); bits != 0; bits &= bits - 1) {
                sequences.add(loss.first() + 1 + Integer.numberOfTrailingZeros(bits) & 0xFFFF);
            }
        }
        return sequences;
    }

    @Override
    public void write(ByteBuf out) {
        int start = Rtcp.begin(out, FORMAT, TYPE);
        out.writeInt(senderSsrc).writeInt(mediaSsrc);
        for (Loss loss : losses) {
            out.writeShort(loss.first()).writeShort(loss.following());
        }
        Rtcp.end(out, start);
    }

    static GenericNack read(ByteBuf in) {
        if (in.readableBytes() <= FIXED_BYTES) {
            return null;
        }
        int senderSsrc = in.readInt();
        int mediaSsrc = in.readInt();
        List<Loss> losses = new ArrayList<>(in.readableBytes() / Integer.BYTES);
        while (in.isReadable()) {
            losses.add(new Loss(in.readUnsignedShort(), in.readUnsignedShort()));
        }
        return new GenericNack(senderSsrc, mediaSsrc, losses);
    }
}
