package paloma.audio.receive;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import paloma.audio.rtp.RtpPacket;

/**
 * Tells RTP from bare samples, if one comes where the other is expected: of the last sender that something came from. Packets
 * whose numbers follow each other are no chance. Is told the time; on the event loop.
 */
final class WireWatch {
    private static final long AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LEAST_DATAGRAMS = 3;

    /** So many numbers may be missing between two packets. */
    private static final int NEAR = 16;

    private InetSocketAddress rtpFrom;
    private InetSocketAddress from;
    private Numbers before;
    private long sinceNanos;
    private int datagrams;

    private record Numbers(int ssrc, int payloadType, int sequence) {
        boolean follows(Numbers last) {
            int ahead = (short) (sequence - last.sequence);
            return ssrc == last.ssrc && payloadType == last.payloadType && ahead > 0 && ahead <= NEAR;
        }
    }

    /** What a datagram is. */
    enum Kind {
        SAMPLES,

        /** It may be either; the next one tells. */
        UNSURE,

        RTP
    }

    /** Called with a datagram that is to be bare samples; moves none of its indexes. */
    Kind kind(InetSocketAddress sender, ByteBuf datagram) {
        RtpPacket packet = RtpPacket.read(datagram);
        Numbers last = sender.equals(rtpFrom) ? before : null;
        rtpFrom = sender;
        before = packet == null ? null : new Numbers(packet.ssrc(), packet.payloadType(), packet.sequence());
        if (packet == null) {
            return Kind.SAMPLES;
        }
        return last != null && before.follows(last) ? Kind.RTP : Kind.UNSURE;
    }

    /** Called with each datagram that is not what was expected; returns whether that has gone on for a second. */
    boolean goesOn(InetSocketAddress sender, long now) {
        if (!sender.equals(from) || datagrams == 0) {
            datagrams = 0;
            sinceNanos = now;
        }
        from = sender;
        datagrams++;
        return datagrams >= LEAST_DATAGRAMS && now - sinceNanos >= AFTER_NANOS;
    }
}
