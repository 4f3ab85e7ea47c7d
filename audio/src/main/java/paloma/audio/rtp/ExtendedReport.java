package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * How one that sends no sound gets to know the round trip (RFC 3611, sections 4.4 and 4.5): it tells its time, and the
 * sender tells it back with how long it kept it. Blocks of other types are passed over.
 *
 * <pre>
 * 80 cf 00 04                 extended report, 4 words more
 * 12 34 56 78                 SSRC of whoever says it
 * 04 00 00 02                 a receiver's reference time, 2 words
 * b7 05 20 00 00 00 00 00     NTP
 *
 * 80 cf 00 05
 * de ca fb ad                 SSRC of the sender
 * 05 00 00 03                 last times received, 3 words each
 * 12 34 56 78                 whose it was
 * 20 00 00 00 00 00 80 00     the middle of it, and since when, in 1/65,536 s
 * </pre>
 *
 * @param ntp the reference time, or 0 for no such block
 * @param replies at most {@link #MOST_REPLIES}
 */
public record ExtendedReport(int ssrc, long ntp, List<Reply> replies) implements RtcpPacket {
    /** What is read of one packet. */
    public static final int MOST_REPLIES = 64;

    static final int TYPE = 207;

    private static final int REFERENCE_TIME = 4;
    private static final int REPLIES = 5;
    private static final int REPLY_WORDS = 3;

    /**
     * @param ssrc who told the time
     * @param lastReference {@link Ntp#middle} of it
     * @param delay since it came, in 1/65,536 s
     */
    public record Reply(int ssrc, int lastReference, int delay) {}

    @Override
    public void write(ByteBuf out) {
        int start = Rtcp.begin(out, 0, TYPE);
        out.writeInt(ssrc);
        if (ntp != 0) {
            out.writeByte(REFERENCE_TIME).writeByte(0).writeShort(2).writeLong(ntp);
        }
        if (!replies.isEmpty()) {
            out.writeByte(REPLIES).writeByte(0).writeShort(REPLY_WORDS * replies.size());
            replies.forEach(reply ->
                    out.writeInt(reply.ssrc()).writeInt(reply.lastReference()).writeInt(reply.delay()));
        }
        Rtcp.end(out, start);
    }

    static ExtendedReport read(ByteBuf in) {
        if (in.readableBytes() < Integer.BYTES) {
            return null;
        }
        int ssrc = in.readInt();
        long ntp = 0;
        List<Reply> replies = new ArrayList<>();
        while (in.isReadable()) {
            if (in.readableBytes() < Integer.BYTES) {
                return null;
            }
            int type = in.readUnsignedByte();
            in.skipBytes(1);
            int bytes = Integer.BYTES * in.readUnsignedShort();
            if (in.readableBytes() < bytes) {
                return null;
            }
            ByteBuf block = in.readSlice(bytes);
            if (type == REFERENCE_TIME && bytes == Long.BYTES) {
                ntp = block.readLong();
            } else if (type == REPLIES) {
                readReplies(block, replies);
            }
        }
        return new ExtendedReport(ssrc, ntp, replies);
    }

    private static void readReplies(ByteBuf block, List<Reply> replies) {
        while (block.readableBytes() >= Integer.BYTES * REPLY_WORDS && replies.size() < MOST_REPLIES) {
            replies.add(new Reply(block.readInt(), block.readInt(), block.readInt()));
        }
    }
}
