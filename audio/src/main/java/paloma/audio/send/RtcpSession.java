package paloma.audio.send;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import paloma.audio.program.Lifetime;
import paloma.audio.rtp.Bye;
import paloma.audio.rtp.Cname;
import paloma.audio.rtp.ExtendedReport;
import paloma.audio.rtp.GenericNack;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.ReceiverReport;
import paloma.audio.rtp.ReportBlock;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPacket;
import paloma.audio.rtp.Sdes;
import paloma.audio.rtp.SenderReport;
import paloma.audio.srtp.Sealer;

/** RTCP of a sender: reports to all listeners, and lost packets again to those that request them. On the event loop. */
public final class RtcpSession {
    /** Between reports, on the average: they are spread at random from half of it to one and a half (RFC 3550, 6.3.1). */
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Between the first reports: a receiver requests packets only after one has told it that they are sent again. */
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private static final int FIRST_REPORTS = 4;

    /** The fraction lost is told in 256ths (RFC 3550, 6.4.1). */
    private static final double FRACTIONS = 256;

    /** How often to look whether a report is due, while no packet leaves: those look as well. */
    private static final long TURN_MILLIS = 500;

    /** Replies to a listener's time, as a share of a stream's packets. */
    private static final double REPLY_SHARE = 0.36;

    private final SendSettings settings;
    private final Lifetime lifetime;
    private final LongSupplier clock;
    private final Peers peers;
    private final Listeners listeners = new Listeners();
    private final RetransmitLimiter retransmitLimiter;
    private final TokenBucket replyBucket;
    private final String cname;
    private final Sealer sealer;
    private Channel mediaChannel;
    private Channel rtcpChannel;

    /** Set last: what arrives at a socket before it is in use is from no listener. */
    private volatile PacedSender pacedSender;

    private long nextReport;
    private int reports;
    private volatile long dropped;

    public RtcpSession(SendSettings settings, Lifetime lifetime) {
        this(settings, lifetime, System::nanoTime);
    }

    RtcpSession(SendSettings settings, Lifetime lifetime, LongSupplier clock) {
        this.settings = settings;
        this.lifetime = lifetime;
        this.clock = clock;
        this.peers = new Peers(settings);
        this.cname = settings.repair() ? Cname.randomOfRepairing() : Cname.random();
        this.sealer = Sealer.ofRtcp(settings.key(), lifetime.notices()::add);
        double packetsASecond = (double) settings.format().rate() / settings.packetFrames();
        this.retransmitLimiter = new RetransmitLimiter(settings.peers(), packetsASecond);
        this.replyBucket =
                new TokenBucket(REPLY_SHARE * packetsASecond * settings.peers().size());
    }

    public void use(PacedSender newPacedSender, Channel newMediaChannel, Channel newRtcpChannel) {
        mediaChannel = newMediaChannel;
        rtcpChannel = newRtcpChannel;
        pacedSender = newPacedSender;
    }

    Listeners listeners() {
        return listeners;
    }

    RetransmitLimiter retransmitLimiter() {
        return retransmitLimiter;
    }

    /** Returns how many datagrams were no RTCP from a listener. Any thread. */
    long dropped() {
        return dropped;
    }

    /** Sends reports from now on, until the loop ends. */
    void begin() {
        rtcpChannel
                .eventLoop()
                .scheduleWithFixedDelay(lifetime.guarded(this::turn), TURN_MILLIS, TURN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sends a report when it is due: the first ones soon, so that repairs can begin. */
    public void turn() {
        long now = clock.getAsLong();
        if (pacedSender.packets().packets() == 0 || (reports > 0 && now - nextReport < 0)) {
            return;
        }
        nextReport = now
                + (reports++ < FIRST_REPORTS
                        ? FIRST_NANOS
                        : REPORT_NANOS / 2 + ThreadLocalRandom.current().nextLong(REPORT_NANOS));
        send(List.of(report(), Sdes.of(pacedSender.packets().ssrc(), cname)));
    }

    void bye() {
        int ssrc = pacedSender.packets().ssrc();
        send(List.of(report(), Sdes.of(ssrc, cname), Bye.of(ssrc, "")));
    }

    /** Called with what a sender's socket received. */
    public void take(DatagramPacket datagram) {
        boolean mayBeListener =
                pacedSender != null && peers.has(datagram.sender().getAddress());
        List<RtcpPacket> packets = mayBeListener ? Rtcp.read(datagram.content()) : null;
        if (packets == null) {
            dropped++;
            return;
        }
        for (RtcpPacket packet : packets) {
            take(packet, datagram.sender());
        }
        replyTo(packets, datagram.sender(), datagram.content().readableBytes());
        mediaChannel.flush();
    }

    private void take(RtcpPacket packet, InetSocketAddress from) {
        if (packet instanceof ReceiverReport report) {
            report.reports().forEach(block -> heard(block, from, report.ssrc()));
        } else if (packet instanceof GenericNack nack
                && nack.mediaSsrc() == pacedSender.packets().ssrc()) {
            resend(nack, from);
        } else if (packet instanceof ExtendedReport extended) {
            held(extended, from);
        } else if (packet instanceof Sdes names) {
            names.chunks().forEach(chunk -> named(chunk, from));
        } else if (packet instanceof Bye bye) {
            bye.ssrcs().forEach(ssrc -> left(ssrc, from));
        }
    }

    private void heard(ReportBlock block, InetSocketAddress from, int ssrc) {
        if (block.ssrc() != pacedSender.packets().ssrc()) {
            return;
        }
        long now = clock.getAsLong();
        long trip = block.lastSenderReport() == 0 ? 0 : Ntp.roundTripNanos(Ntp.now(), block);
        listeners.heard(from, ssrc, new Listeners.Report(block.fractionLost() / FRACTIONS, Math.max(0, trip), now));
        choice().reported(listener(from, ssrc), block.highestSequence(), block.cumulativeLost(), trip, now);
    }

    private void named(Sdes.Chunk chunk, InetSocketAddress from) {
        if (Cname.isOfRepairing(chunk.cname())) {
            choice().isOurs(listener(from, chunk.ssrc()));
        }
    }

    private void held(ExtendedReport extended, InetSocketAddress from) {
        ExtendedReport.Buffer buffer = extended.buffer();
        if (buffer != null && buffer.source() == pacedSender.packets().ssrc() && buffer.isKnown()) {
            long nanos = TimeUnit.MILLISECONDS.toNanos(buffer.nominalMillis());
            choice().holds(listener(from, extended.ssrc()), nanos);
        }
    }

    private void left(int ssrc, InetSocketAddress from) {
        if (listeners.left(from, ssrc)) {
            choice().left(listener(from, ssrc));
        }
    }

    private ParityChoice choice() {
        return pacedSender.protection().choice();
    }

    private ParityChoice.Listener listener(InetSocketAddress from, int ssrc) {
        return new ParityChoice.Listener(peers.mediaOf(from), ssrc);
    }

    /**
     * Returns a listener's time to it at once, so that it knows the round trip before it loses a packet. Only whoever has
     * reported from there gets it, once for each datagram, and no more bytes than came: the address may be forged.
     */
    private void replyTo(List<RtcpPacket> packets, InetSocketAddress from, int mostBytes) {
        long now = clock.getAsLong();
        for (RtcpPacket packet : packets) {
            if (packet instanceof ExtendedReport asked
                    && asked.ntp() != 0
                    && listeners.has(from, asked.ssrc(), now)
                    && replyBucket.take(now)) {
                reply(asked, from, mostBytes);
                return;
            }
        }
    }

    /** Leaves out our own report where there is no room for it (RFC 5506). */
    private void reply(ExtendedReport asked, InetSocketAddress from, int mostBytes) {
        int ssrc = pacedSender.packets().ssrc();
        ExtendedReport.Reply time = new ExtendedReport.Reply(asked.ssrc(), Ntp.middle(asked.ntp()), 0);
        ExtendedReport reply = new ExtendedReport(ssrc, 0, List.of(time));
        ByteBuf out = rtcpChannel.alloc().directBuffer(Rtcp.MAX_BYTES);
        Rtcp.write(List.of(report(), Sdes.of(ssrc, cname), reply), out);
        if (out.readableBytes() > mostBytes) {
            Rtcp.write(List.of(reply), out.clear());
        }
        if (out.readableBytes() <= mostBytes && sealer.seal(out)) { // what came had a seal too
            rtcpChannel.writeAndFlush(new DatagramPacket(out, from), rtcpChannel.voidPromise());
        } else {
            out.release();
        }
    }

    private void resend(GenericNack nack, InetSocketAddress from) {
        if (!settings.repair()) {
            return;
        }
        long now = clock.getAsLong();
        InetSocketAddress peer = peers.mediaOf(from);
        for (int sequence : nack.sequences()) {
            if (mediaChannel.isWritable()
                    && pacedSender.history().has(sequence)
                    && retransmitLimiter.lets(peer, sequence, now)) {
                ByteBuf packet = mediaChannel.alloc().directBuffer(settings.maxPacketBytes());
                pacedSender.history().write(sequence, packet);
                mediaChannel.write(new DatagramPacket(packet, peer), mediaChannel.voidPromise());
            }
        }
    }

    private SenderReport report() {
        Packets packets = pacedSender.packets();
        return new SenderReport(
                packets.ssrc(),
                Ntp.now(),
                packets.timestamp(),
                (int) packets.packets(),
                (int) packets.octets(),
                List.of());
    }

    private void send(List<RtcpPacket> packets) {
        ByteBuf out = rtcpChannel.alloc().directBuffer(Rtcp.MAX_BYTES);
        Rtcp.write(packets, out);
        List<InetSocketAddress> to = sealer.seal(out) ? peers.rtcp() : List.of();
        for (InetSocketAddress peer : to) {
            rtcpChannel.write(new DatagramPacket(out.retainedDuplicate(), peer), rtcpChannel.voidPromise());
        }
        out.release();
        rtcpChannel.flush();
    }
}
