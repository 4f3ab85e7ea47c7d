package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.SoundTap;
import paloma.audio.program.Lifetime;
import paloma.audio.rtp.ExtendedReport;
import paloma.audio.rtp.GenericNack;
import paloma.audio.rtp.ReceiverReport;
import paloma.audio.rtp.ReportBlock;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPacket;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.srtp.MasterKey;

/** A sender's RTCP session without a network, for two listeners. */
abstract class RtcpSessionRig {
    static final InetSocketAddress LISTENER = new InetSocketAddress("192.0.2.1", 5_004);
    static final InetSocketAddress ITS_CONTROL = new InetSocketAddress("192.0.2.1", 5_005);
    static final InetSocketAddress SECOND = new InetSocketAddress("192.0.2.2", 6_000);
    static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.66", 5_005);
    static final int WHO = 77;
    static final int PACKET_FRAMES = 256;
    static final int PACKET_BYTES = 12 + PACKET_FRAMES * 4;
    static final int PACKETS_A_SECOND = 172;
    static final long MILLI = 1_000_000;

    final EmbeddedChannel media = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    final EmbeddedChannel rtcp = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    final List<byte[]> sent = new ArrayList<>();
    final List<Throwable> bugs = new ArrayList<>();
    final Lifetime lifetime = new Lifetime(bugs::add);

    /** Clocks begin anywhere, and this one soon passes 0. */
    long now = -150_000_000;

    RtcpSession rtcpSession = rtcpSession(true);
    PacedSender pacedSender;

    @AfterEach
    void nothingIsLeft() {
        assertThat(media.finishAndReleaseAll() | rtcp.finishAndReleaseAll()).isFalse();
    }

    RtcpSession rtcpSession(boolean repair) {
        return rtcpSession(settings(repair));
    }

    RtcpSession rtcpSession(SendSettings settings) {
        RtcpSession made = new RtcpSession(settings, lifetime, () -> now);
        pacedSender = new PacedSender(
                settings,
                media,
                ChunkQueue.ofFile(),
                new Pace(44_100),
                () -> {},
                new SoundTap(PcmFormat.DEFAULT),
                lifetime);
        made.use(pacedSender, media, rtcp);
        return made;
    }

    static SendSettings settings(boolean repair) {
        return settings(repair, null);
    }

    static SendSettings settings(boolean repair, MasterKey key) {
        return new SendSettings(
                List.of(LISTENER, SECOND),
                StreamFormat.DEFAULT,
                10,
                null,
                1_024,
                PACKET_FRAMES,
                false,
                0,
                Fec.AUTO,
                repair,
                RtcpPort.NEXT,
                false,
                false,
                0,
                key);
    }

    void send(int packets) {
        sent.clear();
        for (int i = 0; i < packets; i++) {
            int sequence = pacedSender.packets().sequence();
            ByteBuf out = Unpooled.buffer();
            pacedSender.packets().write(new short[2 * PACKET_FRAMES], 0, PACKET_FRAMES, out);
            pacedSender.history().add(sequence, out);
            sent.add(ByteBufUtil.getBytes(out));
        }
    }

    /** Returns the number of the packet that was sent at that place. */
    int number(int place) {
        return pacedSender.packets().sequence() - sent.size() + place & 0xFFFF;
    }

    GenericNack nack(int... numbers) {
        return GenericNack.of(WHO, pacedSender.packets().ssrc(), numbers);
    }

    ReceiverReport report(int fractionLost, int lastSenderReport, int delay) {
        return new ReceiverReport(WHO, List.of(block(fractionLost, lastSenderReport, delay)));
    }

    ReportBlock block(int fractionLost, int lastSenderReport, int delay) {
        return new ReportBlock(pacedSender.packets().ssrc(), fractionLost, 0, 0, 0, lastSenderReport, delay);
    }

    static ExtendedReport timeOf(int ssrc) {
        return new ExtendedReport(ssrc, 1, List.of());
    }

    void take(InetSocketAddress from, RtcpPacket... packets) {
        ByteBuf out = Unpooled.buffer();
        Rtcp.write(List.of(packets), out);
        hand(from, out);
    }

    void hand(InetSocketAddress from, ByteBuf content) {
        DatagramPacket datagram = new DatagramPacket(content, ITS_CONTROL, from);
        rtcpSession.take(datagram);
        datagram.release();
    }

    int resent() {
        int count = 0;
        for (DatagramPacket out = media.readOutbound(); out != null; out = media.readOutbound()) {
            out.release();
            count++;
        }
        return count;
    }

    List<DatagramPacket> said() {
        List<DatagramPacket> said = new ArrayList<>();
        for (DatagramPacket out = rtcp.readOutbound(); out != null; out = rtcp.readOutbound()) {
            said.add(out);
            out.release();
        }
        return said;
    }

    long saidBytes() {
        long bytes = 0;
        for (DatagramPacket out = rtcp.readOutbound(); out != null; out = rtcp.readOutbound()) {
            bytes += out.content().readableBytes();
            out.release();
        }
        return bytes;
    }
}
