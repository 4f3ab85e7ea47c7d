package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * How one that sends no sound gets to know the round trip (RFC 3611, sections 4.4 and 4.5): it tells its time, and the
 * sender tells it back with how long it kept it. And how long it holds sound back before it is played (RFC 7005, section
 * 4.1). Blocks of other types are passed over.
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
 *
 * 80 cf 00 05
 * 12 34 56 78                 SSRC of a receiver
 * 17 40 00 03                 de-jitter buffer: sampled now, of fixed depth, 3 words
 * de ca fb ad                 SSRC of whom it plays
 * 00 3c 00 3c                 60 ms for what comes in time; it would be 60 ms at most
 * ff ff ff ff                 the highest and the lowest of it are not told
 * </pre>
 *
 * @param ntp the reference time, or 0 for no such block
 * @param replies at most {@link #MAX_REPLIES}
 * @param buffer the last that is told, or null
 */
public record ExtendedReport(int ssrc, long ntp, List<Reply> replies, Buffer buffer) implements RtcpPacket {
    /** What is read of one packet. */
    public static final int MAX_REPLIES = 64;

    static final int TYPE = 207;

    private static final int REFERENCE_TIME = 4;
    private static final int REPLIES = 5;
    private static final int REPLY_WORDS = 3;
    private static final int BUFFER = 23;
    private static final int BUFFER_WORDS = 3;
    private static final int SAMPLED = 0x40;
    private static final int ADAPTIVE = 0x20;
    private static final int UNKNOWN = 0xFFFF;
    private static final int OVER_RANGE = 0xFFFE;

    /**
     * @param ssrc who told the time
     * @param lastReference {@link Ntp#middle} of it
     * @param delay since it came, in 1/65,536 s
     */
    public record Reply(int ssrc, int lastReference, int delay) {}

    /**
     * How long sound waits at a receiver.
     *
     * @param source the SSRC of whom it plays
     * @param adaptive whether it chooses that itself
     * @param nominalMillis of what comes in time; see {@link #isKnown}
     * @param maximumMillis what the nominal may become
     */
    public record Buffer(int source, boolean adaptive, int nominalMillis, int maximumMillis) {
        /** Returns whether the nominal is told, and within the range that can be. */
        public boolean isKnown() {
            return nominalMillis < OVER_RANGE;
        }
    }

    public ExtendedReport(int ssrc, long ntp, List<Reply> replies) {
        this(ssrc, ntp, replies, null);
    }

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
        if (buffer != null) {
            out.writeByte(BUFFER)
                    .writeByte(SAMPLED | (buffer.adaptive() ? ADAPTIVE : 0))
                    .writeShort(BUFFER_WORDS);
            out.writeInt(buffer.source()).writeShort(buffer.nominalMillis()).writeShort(buffer.maximumMillis());
            out.writeShort(UNKNOWN).writeShort(UNKNOWN);
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
        Buffer buffer = null;
        while (in.isReadable()) {
            if (in.readableBytes() < Integer.BYTES) {
                return null;
            }
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int bytes = Integer.BYTES * in.readUnsignedShort();
            if (in.readableBytes() < bytes) {
                return null;
            }
            ByteBuf block = in.readSlice(bytes);
            if (type == REFERENCE_TIME && bytes == Long.BYTES) {
                ntp = block.readLong();
            } else if (type == REPLIES) {
                readReplies(block, replies);
            } else if (type == BUFFER && bytes == Integer.BYTES * BUFFER_WORDS) {
                buffer = readBuffer(block, flags);
            }
        }
        return new ExtendedReport(ssrc, ntp, replies, buffer);
    }

    private static Buffer readBuffer(ByteBuf block, int flags) {
        return new Buffer(
                block.readInt(), (flags & ADAPTIVE) != 0, block.readUnsignedShort(), block.readUnsignedShort());
    }

    private static void readReplies(ByteBuf block, List<Reply> replies) {
        while (block.readableBytes() >= Integer.BYTES * REPLY_WORDS && replies.size() < MAX_REPLIES) {
            replies.add(new Reply(block.readInt(), block.readInt(), block.readInt()));
        }
    }
}
