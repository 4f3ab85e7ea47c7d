package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import paloma.audio.fuzz.FuzzTest;
import paloma.audio.rtp.Bye;
import paloma.audio.rtp.Cname;
import paloma.audio.rtp.ExtendedReport;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPacket;
import paloma.audio.rtp.Sdes;

/** A sender of what its listeners, and who is none, may send: none gets more back than it sent, but packets it may have. */
class SenderFuzzTest extends FuzzTest {
    private static final int SENT = 64;

    private static final List<InetSocketAddress> LISTENERS = List.of(
            RtcpSessionRig.LISTENER,
            RtcpSessionRig.ITS_CONTROL,
            RtcpSessionRig.SECOND,
            new InetSocketAddress(RtcpSessionRig.SECOND.getAddress(), 7),
            RtcpSessionRig.STRANGER);

    private final RtcpSessionRig rig = new RtcpSessionRig() {};
    private final Random random = new Random(16);

    /** A third of the stream to each of two listeners is less than the stream; and a burst. */
    private double mayBeResent = RtcpSessionRig.PACKETS_A_SECOND;

    SenderFuzzTest() {
        super(1_500, 4 << 20);
        rig.send(SENT);
    }

    @Override
    protected int soakInputs() {
        return 1_000_000;
    }

    @Override
    protected List<byte[]> examples() {
        RtcpPacket report = rig.report(128, 0x2000_0000, 0x100);
        ExtendedReport.Buffer buffer =
                new ExtendedReport.Buffer(rig.pacedSender.packets().ssrc(), true, 60, 500);
        return List.of(
                bytes(report, Sdes.of(RtcpSessionRig.WHO, Cname.randomOfRepairing())),
                bytes(report, new ExtendedReport(RtcpSessionRig.WHO, 1, List.of(), buffer)),
                bytes(RtcpSessionRig.timeOf(RtcpSessionRig.WHO)),
                bytes(rig.nack(rig.number(1), rig.number(2), rig.number(9), rig.number(60))),
                bytes(report, Sdes.of(RtcpSessionRig.WHO, "x"), Bye.of(RtcpSessionRig.WHO, "")));
    }

    private static byte[] bytes(RtcpPacket... packets) {
        ByteBuf out = Unpooled.buffer();
        Rtcp.write(List.of(packets), out);
        return ByteBufUtil.getBytes(out);
    }

    @Override
    protected boolean check(byte[] input) {
        InetSocketAddress from = LISTENERS.get(random.nextInt(LISTENERS.size()));
        long dropped = rig.rtcpSession.dropped();
        rig.hand(from, Unpooled.wrappedBuffer(input));
        isAnsweredWithNoMore(from, input.length);
        long nanos = random.nextLong(10 * RtcpSessionRig.MILLI);
        rig.now += nanos;
        mayBeResent += RtcpSessionRig.PACKETS_A_SECOND * nanos / 1e9 - rig.resent();
        assertThat(mayBeResent).isNotNegative();
        assertThat(rig.bugs).isEmpty();
        return rig.rtcpSession.dropped() == dropped;
    }

    private void isAnsweredWithNoMore(InetSocketAddress from, int bytes) {
        int left = from.equals(RtcpSessionRig.STRANGER) ? 0 : bytes;
        for (DatagramPacket out = rig.rtcp.readOutbound(); out != null; out = rig.rtcp.readOutbound()) {
            assertThat(out.recipient()).isEqualTo(from);
            left -= out.content().readableBytes();
            out.release();
        }
        assertThat(left).isNotNegative();
    }
}
