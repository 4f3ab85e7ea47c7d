package paloma.audio.warmup;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.audio.net.DatagramHandler;
import paloma.audio.net.Sockets;
import paloma.audio.program.Lifetime;
import paloma.audio.receive.Counts;
import paloma.audio.receive.Feedback;
import paloma.audio.receive.ReceiveSettings;
import paloma.audio.receive.RtpReceiver;
import paloma.audio.receive.Stream;
import paloma.audio.rtp.Cname;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.ParityMaker;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.RtpPacket;
import paloma.audio.rtp.Sdes;
import paloma.audio.rtp.SenderReport;
import paloma.audio.srtp.MasterKey;
import paloma.audio.srtp.Opening;
import paloma.audio.srtp.Sealer;
import paloma.audio.srtp.Unopened;

/**
 * Receives some seconds of silence from itself, with losses, through the same handlers as the packets that count. A fresh JVM
 * is slow: without this the first of those would wait.
 */
final class SocketWarmUp {
    private static final int PACKETS = 600;
    private static final int AT_ONCE = 6;
    private static final int REPORT_EVERY = 60;
    private static final long TICK_MILLIS = 2;
    private static final long MAX_MILLIS = 2_000;
    private static final int PAYLOAD_TYPE = 96;
    private static final int SSRC = 1;
    private static final int COLUMNS = 4;

    private final ReceiveSettings settings;
    private final Channel sender;
    private final Channel receiver;
    private final int packetFrames;
    private final short[] silence;
    private final Sealer rtp;
    private final Sealer rtcp;
    private final ParityMaker parity = new ParityMaker(ReceiveWarmUp.MAX_BYTES, SSRC + 1, 0);
    private final Lifetime lifetime;
    private final Runnable turn;
    private int sequence;

    private SocketWarmUp(ReceiveSettings settings, Channel sender, Channel receiver, Lifetime lifetime) {
        this.settings = settings;
        this.sender = sender;
        this.receiver = receiver;
        this.lifetime = lifetime;
        this.turn = lifetime.guarded(this::turn);
        this.rtp = Sealer.ofRtp(settings.key());
        this.rtcp = Sealer.ofRtcp(settings.key(), lifetime.notices()::add);
        this.packetFrames = ReceiveWarmUp.packetFrames(settings);
        this.silence = new short[packetFrames * settings.format().channels()];
    }

    /** Not on an event loop. */
    static void run(ReceiveSettings real, EventLoop loop, Lifetime program) throws InterruptedException {
        Lifetime lifetime = new Lifetime(program::breakOff);
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        MasterKey key = real.key() == null ? null : MasterKey.random(real.key().suite());
        ReceiveSettings settings = new ReceiveSettings(
                here, real.wire(), PAYLOAD_TYPE, null, real.depth(), real.raw(), null, true, RtcpPort.MUXED, key);
        Counts counts = new Counts();
        Feedback feedback = new Feedback(settings, counts, lifetime);
        RtpReceiver rtpReceiver =
                new RtpReceiver(settings, counts, () -> Stream.of(settings), feedback, lifetime.notices());
        Channel receiver;
        Channel sender;
        try {
            Opening opening = Opening.of(key, new Unopened(stranger -> {}));
            receiver = bind(loop, here, opening.muxed(rtpReceiver::take), lifetime);
            sender = bind(loop, here, answer -> {}, lifetime);
        } catch (IOException withoutLoopback) {
            return; // nothing else is lost with the warm-up
        }
        feedback.start(receiver);
        loop.execute(new SocketWarmUp(settings, sender, receiver, lifetime).turn);
        lifetime.await(MAX_MILLIS);
        sender.close().awaitUninterruptibly(MAX_MILLIS);
        receiver.close().awaitUninterruptibly(MAX_MILLIS);
    }

    private static Channel bind(
            EventLoop loop, InetSocketAddress here, Consumer<DatagramPacket> received, Lifetime lifetime)
            throws IOException {
        return Sockets.bind(loop, here, false, 0, new DatagramHandler(received, () -> {}, lifetime::breakOff));
    }

    private void turn() {
        for (int i = 0; i < AT_ONCE; i++, sequence++) {
            ByteBuf sound = sound();
            if (!settings.raw()) {
                parity.add(sound);
            }
            if (sequence % ReceiveWarmUp.LOST_EVERY != 0) {
                send(sound.retain(), rtp);
            }
            sound.release();
            if (parity.columns() == COLUMNS) {
                send(parity(), rtp);
            }
            if (sequence % REPORT_EVERY == 0 && !settings.raw()) {
                send(report(), rtcp);
            }
        }
        sender.flush();
        if (sequence < PACKETS) {
            sender.eventLoop().schedule(turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            lifetime.end();
        }
    }

    private ByteBuf sound() {
        ByteBuf out = sender.alloc().directBuffer(ReceiveWarmUp.MAX_BYTES);
        if (!settings.raw()) {
            RtpPacket.writeHeader(out, PAYLOAD_TYPE, false, sequence, sequence * packetFrames, SSRC);
        }
        settings.wire().encoding().write(silence, 0, silence.length, out);
        return out;
    }

    private ByteBuf parity() {
        ByteBuf out = sender.alloc().directBuffer(ReceiveWarmUp.MAX_BYTES);
        parity.write(out);
        return out;
    }

    private ByteBuf report() {
        ByteBuf out = sender.alloc().directBuffer(ReceiveWarmUp.MAX_BYTES);
        Rtcp.write(
                List.of(
                        new SenderReport(SSRC, Ntp.now(), sequence * packetFrames, sequence, sequence, List.of()),
                        Sdes.of(SSRC, Cname.randomOfRepairing())),
                out);
        return out;
    }

    private void send(ByteBuf datagram, Sealer sealer) {
        sealer.seal(datagram);
        sender.write(new DatagramPacket(datagram, (InetSocketAddress) receiver.localAddress()), sender.voidPromise());
    }
}
