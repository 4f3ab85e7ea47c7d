package paloma.audio.receive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import paloma.audio.Bugs;
import paloma.audio.jitter.Depth;
import paloma.audio.net.DatagramHandler;
import paloma.audio.program.Lifetime;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPacket;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.RtpPacket;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.srtp.MasterKey;

/** A receiver without sockets: a test turns its clock, hands it datagrams and sees what it says. */
final class Hearing {
    static final InetSocketAddress SENDER = new InetSocketAddress("192.0.2.1", 5_004);
    static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.66", 5_004);
    static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.9", 5_004);
    static final int SSRC = 0x0EADBEEF;
    static final int PACKET_FRAMES = 256;
    static final int PAYLOAD_TYPE = 10;
    static final int LATENCY_MILLIS = 100;
    static final long PACKET_NANOS = PACKET_FRAMES * 1_000_000_000L / 44_100;

    final Counts counts = new Counts();
    final List<Throwable> bugs = new ArrayList<>();
    final Lifetime lifetime = new Lifetime(bugs::add);
    final RtpReceiver rtpReceiver;
    final Feedback feedback;
    final EmbeddedChannel channel;
    private final List<RtcpPacket> said = new ArrayList<>();
    InetSocketAddress saidTo;
    int saidBytes;
    int saidCount;

    /** Clocks begin anywhere, and this one soon wraps around. */
    long now = Long.MAX_VALUE - 150_000_000;

    /** What the clock throws from now on, once it is not null. */
    Throwable broken;

    Hearing() {
        this(null, false);
    }

    /** @param only the one address that is heard, or null */
    Hearing(InetAddress only, boolean raw) {
        this(only, raw, true);
    }

    /** @param started whether there is a socket to send by already */
    Hearing(InetAddress only, boolean raw, boolean started) {
        this(only, raw, started, null);
    }

    /** @param key that seals what it says; what it hears has been opened */
    Hearing(InetAddress only, boolean raw, boolean started, MasterKey key) {
        Depth depth = Depth.fixed(LATENCY_MILLIS * 1_000_000L);
        ReceiveSettings settings = new ReceiveSettings(
                HERE, StreamFormat.DEFAULT, PAYLOAD_TYPE, null, depth, raw, only, true, RtcpPort.MUXED, key);
        feedback = new Feedback(settings, counts, lifetime, this::now);
        rtpReceiver =
                new RtpReceiver(settings, counts, () -> Stream.of(settings), feedback, lifetime.notices(), this::now);
        channel = new EmbeddedChannel(
                new Ear(), new DatagramHandler(rtpReceiver::take, () -> counts.socketErrors++, lifetime::breakOff));
        channel.freezeTime();
        if (started) {
            feedback.start(channel);
        }
    }

    private long now() {
        if (broken != null) {
            Bugs.hit(broken);
        }
        return now;
    }

    StreamStats stats() {
        return rtpReceiver.source().stream().stats();
    }

    void passMillis(long millis) {
        now += millis * 1_000_000;
    }

    /** Hands over so many packets of one stream, each when it is due. */
    void hearRun(InetSocketAddress from, int ssrc, int firstSequence, int count) {
        for (int i = 0; i < count; i++) {
            hear(from, ssrc, firstSequence + i);
            now += PACKET_NANOS;
        }
    }

    void hear(InetSocketAddress from, int ssrc, int sequence) {
        hear(from, ssrc, sequence, sequence * PACKET_FRAMES);
    }

    /** The sender is known to send what was agreed on. */
    void hear(InetSocketAddress from, int ssrc, int sequence, int timestamp) {
        rtpReceiver.watch().know(from, ssrc);
        ByteBuf out = Unpooled.buffer();
        RtpPacket.writeHeader(out, PAYLOAD_TYPE, false, sequence, timestamp, ssrc);
        hand(from, out.writeZero(PACKET_FRAMES * 4));
    }

    void hear(InetSocketAddress from, RtcpPacket... packets) {
        ByteBuf out = Unpooled.buffer();
        Rtcp.write(List.of(packets), out);
        hand(from, out);
    }

    void hand(InetSocketAddress from, ByteBuf datagram) {
        channel.writeInbound(new DatagramPacket(datagram, HERE, from));
    }

    /** Returns all that it has said to the sender since it was last asked for. */
    List<RtcpPacket> said() {
        List<RtcpPacket> all = List.copyOf(said);
        said.clear();
        return all;
    }

    <T extends RtcpPacket> List<T> said(Class<T> kind) {
        return said().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Stands where the socket was. */
    private final class Ear extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            DatagramPacket out = (DatagramPacket) message;
            List<RtcpPacket> packets = Rtcp.read(out.content());
            said.addAll(packets == null ? List.of() : packets); // of sealed ones nothing can be read
            saidTo = out.recipient();
            saidBytes += out.content().readableBytes();
            saidCount++;
            out.release();
        }
    }
}
