package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Sources that leave (RFC 3550, 6.6).
 *
 * <pre>
 * 81 cb 00 03                 goodbye of one source, 3 words more
 * de ca fb ad                 SSRC
 * 05                          reason of 5 bytes
 * 73 6c 65 65 70 00 00        "sleep", zeros up to a multiple of four bytes
 * </pre>
 *
 * @param ssrcs at most 31
 * @param reason at most 255 bytes of UTF-8; empty if none was given
 */
public record Bye(List<Integer> ssrcs, String reason) implements RtcpPacket {
    static final int TYPE = 203;

    public static Bye of(int ssrc, String reason) {
        return new Bye(List.of(ssrc), reason);
    }

    @Override
    public void write(ByteBuf out) {
        int start = Rtcp.begin(out, ssrcs.size(), TYPE);
        ssrcs.forEach(out::writeInt);
        if (!reason.isEmpty()) {
            RtcpText.write(out, reason);
            out.writeZero(start - out.writerIndex() & (Integer.BYTES - 1));
        }
        Rtcp.end(out, start);
    }

    static Bye read(ByteBuf in, int count) {
        if (in.readableBytes() < Integer.BYTES * count) {
            return null;
        }
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(in.readInt());
        }
        String reason = in.isReadable() ? RtcpText.read(in) : "";
        return reason == null ? null : new Bye(ssrcs, reason);
    }
}
