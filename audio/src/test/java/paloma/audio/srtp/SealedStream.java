package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtpPacket;
import paloma.audio.rtp.SenderReport;

/** A sender that seals, as far as a test of who opens it needs one. */
final class SealedStream {
    static final int PAYLOAD_BYTES = 64;

    private static final int STRIDE = 30_000;

    final int ssrc;
    private final Sealer rtp;
    private final Sealer rtcp;
    private final int first;
    private long sent;

    /** @param first sequence number */
    SealedStream(MasterKey key, int ssrc, int first) {
        this.rtp = Sealer.ofRtp(key);
        this.rtcp = Sealer.ofRtcp(key, sentence -> {});
        this.ssrc = ssrc;
        this.first = first;
    }

    /** Returns the next packet, sealed; its text is its number since the start. */
    ByteBuf next() {
        ByteBuf packet = Unpooled.buffer();
        RtpPacket.writeHeader(packet, 10, false, (int) (first + sent) & 0xFFFF, 0, ssrc);
        packet.writeLong(sent++).writeZero(PAYLOAD_BYTES - Long.BYTES);
        rtp.seal(packet);
        return packet;
    }

    /** Passes over so many packets, and seals now and then one of them, so that it sees its numbers wrap. */
    void lose(long packets) {
        long until = sent + packets;
        while (until - sent > STRIDE) {
            sent += STRIDE - 1;
            next();
        }
        sent = until;
    }

    long sent() {
        return sent;
    }

    ByteBuf report() {
        ByteBuf packet = Unpooled.buffer();
        Rtcp.write(List.of(new SenderReport(ssrc, 1, 1, (int) sent, 1, List.of())), packet);
        rtcp.seal(packet);
        return packet;
    }
}
