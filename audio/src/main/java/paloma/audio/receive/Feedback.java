package paloma.audio.receive;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import paloma.audio.jitter.Depth;
import paloma.audio.program.Lifetime;
import paloma.audio.program.WireFormat;
import paloma.audio.rtp.Bye;
import paloma.audio.rtp.Cname;
import paloma.audio.rtp.ExtendedReport;
import paloma.audio.rtp.GenericNack;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.ReceiverReport;
import paloma.audio.rtp.ReportBlock;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPacket;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.Sdes;
import paloma.audio.rtp.SenderReport;
import paloma.audio.srtp.Sealer;

/** What a receiver sends to its sender: reports, and requests for lost packets. On the event loop. */
public final class Feedback {
    /** How often to look whether something is due, if nothing says when. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Between reports until the round trip is known: no packet is requested well before that. */
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A longer round trip is none: the answer is forged or of another clock. */
    private static final long MAX_TRIP_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Between reports, on the average: they are spread at random from half of it to one and a half (RFC 3550, 6.3.1). */
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Whoever is heard. */
    interface Speaker {
        /** Called when it has said goodbye. */
        void leaves(long now);

        boolean hasLeft();
    }

    private final ReceiveSettings settings;
    private final Counts counts;
    private final LongSupplier clock;
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final String cname;
    private final Sealer sealer;
    private final Runnable turn;
    private final ReplyBudget budget = new ReplyBudget();
    private Speaker speaker;
    private volatile Channel channel;
    private ScheduledFuture<?> timer;
    private RtpReceiver.Source source;
    private InetSocketAddress rtcpAddress;
    private int lastReport;
    private long lastReportNanos;
    private long nextReportNanos;
    private boolean isRoundTripKnown;

    public Feedback(ReceiveSettings settings, Counts counts, Lifetime lifetime) {
        this(settings, counts, lifetime, System::nanoTime);
    }

    Feedback(ReceiveSettings settings, Counts counts, Lifetime lifetime, LongSupplier clock) {
        this.settings = settings;
        this.counts = counts;
        this.clock = clock;
        this.sealer = Sealer.ofRtcp(settings.key(), lifetime.notices()::add);
        this.turn = lifetime.guarded(this::turn);
        this.cname = settings.repair() ? Cname.randomOfRepairing() : Cname.random();
    }

    /** Sends by this channel, and reports from now on. */
    public void start(Channel toSendBy) {
        channel = toSendBy;
        channel.eventLoop().execute(turn);
    }

    void follow(Speaker newSpeaker) {
        speaker = newSpeaker;
    }

    /** Called when another sender is heard. */
    void begin(RtpReceiver.Source newSource) {
        source = newSource;
        rtcpAddress = rtcpAddress();
        lastReport = 0;
        nextReportNanos = clock.getAsLong();
        budget.begin(nextReportNanos);
        isRoundTripKnown = false;
    }

    /** Called when the sender has another address; its next report says which its RTCP has. */
    void move(RtpReceiver.Source moved) {
        boolean isElsewhere =
                !moved.address().getAddress().equals(source.address().getAddress());
        source = moved;
        if (isElsewhere) {
            budget.begin(clock.getAsLong());
        }
        if (settings.muxed() || isElsewhere || lastReport == 0) {
            rtcpAddress = rtcpAddress();
        }
    }

    /** Called with the length of each packet of the sender that is heard: what is sent to it is no more than that. */
    void came(int bytes, long now) {
        budget.came(bytes, now);
    }

    private InetSocketAddress rtcpAddress() {
        int port = (settings.muxed() ? RtcpPort.MUXED : RtcpPort.NEXT)
                .beside(source.address().getPort());
        return new InetSocketAddress(source.address().getAddress(), Math.min(port, WireFormat.MAX_PORT));
    }

    /** Called with RTCP; that of others than the sender that is heard is counted and dropped. */
    void take(DatagramPacket datagram) {
        if (source == null) {
            return;
        }
        if (!datagram.sender().getAddress().equals(source.address().getAddress())) {
            counts.foreign++;
            return;
        }
        budget.came(datagram.content().readableBytes(), clock.getAsLong());
        List<RtcpPacket> packets = Rtcp.read(datagram.content());
        if (packets == null) {
            counts.malformed++;
            return;
        }
        for (RtcpPacket packet : packets) {
            if (packet instanceof SenderReport report && report.ssrc() == source.ssrc()) {
                rtcpAddress = datagram.sender();
                lastReport = Ntp.middle(report.ntp());
                lastReportNanos = clock.getAsLong();
            } else if (packet instanceof ExtendedReport extended) {
                extended.replies().forEach(this::replied);
            } else if (packet instanceof Sdes names) {
                names.chunks().forEach(this::named);
            } else if (packet instanceof Bye bye && bye.ssrcs().contains(source.ssrc())) {
                speaker.leaves(clock.getAsLong());
            }
        }
    }

    /** Sends what is due, and schedules the next look; packets may come before there is a channel to send by. */
    void turn() {
        if (channel == null) {
            return;
        }
        long now = clock.getAsLong();
        if (timer != null) {
            timer.cancel(false);
        }
        long wait = IDLE_NANOS;
        if (source != null && !speaker.hasLeft() && budget.isHeard(now)) {
            sendDue(now);
            wait = waitNanos(now);
        }
        lookIn(wait);
    }

    /**
     * Called when a packet came in its order: the next look, which may ask for the one after it, can wait. So nobody wakes to
     * look while all comes in time.
     */
    void goesOn(long now) {
        if (now - nextReportNanos >= 0) {
            turn();
        } else if (timer != null) {
            timer.cancel(false);
            lookIn(waitNanos(now));
        }
    }

    private long waitNanos(long now) {
        return Math.min(IDLE_NANOS, source.stream().wakeNanos(now) - now);
    }

    private void lookIn(long nanos) {
        if (channel.isOpen() && !channel.eventLoop().isShuttingDown()) {
            timer = channel.eventLoop().schedule(turn, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void sendDue(long now) {
        int[] missing = source.stream().missing(now);
        if (missing.length > 0) {
            send(List.of(GenericNack.of(ssrc, source.ssrc(), missing)));
        }
        if (now - nextReportNanos >= 0) {
            nextReportNanos =
                    now + REPORT_NANOS / 2 + ThreadLocalRandom.current().nextLong(REPORT_NANOS);
            askForRoundTrip(now);
        }
    }

    /**
     * Sends a report with the time, so that the reply shows the round trip (RFC 3611, section 4.5), and with how long sound
     * waits, so that the sender knows whether there is time for requests.
     */
    private void askForRoundTrip(long now) {
        if (!isRoundTripKnown) {
            nextReportNanos = now + FIRST_NANOS;
        }
        send(List.of(report(now), Sdes.of(ssrc, cname), new ExtendedReport(ssrc, Ntp.now(), List.of(), buffer())));
    }

    private ExtendedReport.Buffer buffer() {
        Depth depth = settings.depth();
        int nominalMillis = (int) TimeUnit.NANOSECONDS.toMillis(source.stream().takenNanos());
        int mostMillis = Math.max(nominalMillis, (int) TimeUnit.NANOSECONDS.toMillis(depth.mostNanos()));
        return new ExtendedReport.Buffer(source.ssrc(), !depth.isFixed(), nominalMillis, mostMillis);
    }

    private void replied(ExtendedReport.Reply reply) {
        long nanos = Ntp.sinceNanos(reply.lastReference(), reply.delay());
        if (reply.ssrc() == ssrc && nanos >= 0 && nanos < MAX_TRIP_NANOS) {
            isRoundTripKnown = true;
            source.stream().roundTrip(nanos);
        }
    }

    void bye() {
        if (source != null && channel != null) {
            long now = clock.getAsLong();
            send(List.of(report(now), Sdes.of(ssrc, cname), Bye.of(ssrc, "")));
        }
    }

    private void named(Sdes.Chunk chunk) {
        if (chunk.ssrc() == source.ssrc() && Cname.isOfRepairing(chunk.cname())) {
            source.stream().repairs(settings.repair());
        }
    }

    private ReceiverReport report(long now) {
        Stream stream = source.stream();
        int delay = lastReport == 0 ? 0 : Ntp.span(now - lastReportNanos);
        return new ReceiverReport(
                ssrc,
                List.of(new ReportBlock(
                        source.ssrc(),
                        stream.fractionLost(),
                        stream.cumulativeLost(),
                        stream.highestSequence(),
                        stream.jitter(),
                        lastReport,
                        delay)));
    }

    private void send(List<RtcpPacket> packets) {
        ByteBuf out = channel.alloc().directBuffer(Rtcp.MAX_BYTES);
        Rtcp.write(packets, out);
        if (budget.take(out.readableBytes()) && sealer.seal(out)) { // counted as what came: without a seal
            channel.writeAndFlush(new DatagramPacket(out, rtcpAddress), channel.voidPromise());
        } else {
            out.release();
        }
    }
}
