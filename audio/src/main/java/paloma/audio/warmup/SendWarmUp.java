package paloma.audio.warmup;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import paloma.audio.net.DatagramHandler;
import paloma.audio.net.Sockets;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.SoundTap;
import paloma.audio.program.Lifetime;
import paloma.audio.rtp.ExtendedReport;
import paloma.audio.rtp.GenericNack;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.ReceiverReport;
import paloma.audio.rtp.ReportBlock;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.Sdes;
import paloma.audio.send.Capture;
import paloma.audio.send.ChunkQueue;
import paloma.audio.send.Pace;
import paloma.audio.send.PacedSender;
import paloma.audio.send.RtcpSession;
import paloma.audio.send.SendSettings;
import paloma.audio.source.Source;

/**
 * Sends some seconds of silence to itself, faster than they would last, and answers a listener that misses packets. A fresh
 * JVM is slow: without this the first packets would leave late.
 */
public final class SendWarmUp {
    private static final int SECONDS = 5;
    private static final int FASTER = 20;
    private static final long MAX_MILLIS = 1_500;
    private static final int REQUESTS = 100;
    private static final int SSRC = 1;

    private final SendSettings settings;
    private final Channel channel;
    private final RtcpSession rtcpSession;
    private final PacedSender pacedSender;
    private final Capture capture;
    private final Lifetime lifetime;
    private int requests;

    private SendWarmUp(SendSettings settings, Channel channel, Lifetime lifetime) {
        this.settings = settings;
        this.channel = channel;
        this.lifetime = lifetime;
        this.rtcpSession = new RtcpSession(settings, lifetime);
        ChunkQueue queue = ChunkQueue.ofFile();
        Pace pace = new Pace(FASTER * settings.format().rate());
        this.pacedSender =
                new PacedSender(settings, channel, queue, pace, this::left, new SoundTap(settings.format()), lifetime);
        rtcpSession.use(pacedSender, channel, channel);
        this.capture =
                new Capture(new Silence(settings.format()), queue, settings.chunkFrames(), pacedSender::wake, lifetime);
    }

    /** Not on an event loop. */
    public static void run(SendSettings settings, EventLoop loop, Lifetime program) throws InterruptedException {
        Lifetime lifetime = new Lifetime(program::breakOff);
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Channel channel;
        try {
            channel = Sockets.bind(loop, here, false, 0, new DatagramHandler(own -> {}, () -> {}, lifetime::breakOff));
        } catch (IOException withoutLoopback) {
            return; // nothing else is lost with the warm-up
        }
        SendWarmUp warmUp = new SendWarmUp(settings.to((InetSocketAddress) channel.localAddress()), channel, lifetime);
        warmUp.capture.start();
        lifetime.await(MAX_MILLIS);
        warmUp.capture.end();
        channel.close().awaitUninterruptibly(MAX_MILLIS);
    }

    private void left() {
        if (!settings.raw() && requests++ < REQUESTS) {
            rtcpSession.turn();
            request();
        }
    }

    /** Sends itself what a listener sends that lost a packet. */
    private void request() {
        int media = pacedSender.packets().ssrc();
        ByteBuf out = channel.alloc().directBuffer();
        ReportBlock block = new ReportBlock(media, 0, 0, 0, 0, 0, 0);
        Rtcp.write(
                List.of(
                        new ReceiverReport(SSRC, List.of(block)),
                        Sdes.of(SSRC, "warm-up"),
                        new ExtendedReport(SSRC, Ntp.now(), List.of()),
                        GenericNack.of(
                                SSRC, media, new int[] {pacedSender.packets().sequence() - 1 & 0xFFFF})),
                out);
        InetSocketAddress here = (InetSocketAddress) channel.localAddress();
        DatagramPacket datagram = new DatagramPacket(out, here, here);
        rtcpSession.take(datagram);
        datagram.release();
    }

    private static final class Silence implements Source {
        private final PcmFormat format;
        private int left;

        Silence(PcmFormat format) {
            this.format = format;
            this.left = SECONDS * format.rate();
        }

        @Override
        public PcmFormat format() {
            return format;
        }

        @Override
        public int read(short[] into, int frames) {
            int some = Math.min(frames, left);
            left -= some;
            return some == 0 ? -1 : some;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
