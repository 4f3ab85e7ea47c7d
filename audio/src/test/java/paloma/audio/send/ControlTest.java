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
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.rtp.Bye;
import paloma.audio.rtp.ExtendedReport;
import paloma.audio.rtp.GenericNack;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.ReceiverReport;
import paloma.audio.rtp.ReportBlock;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPacket;

class ControlTest {
    private static final InetSocketAddress LISTENER = new InetSocketAddress("192.0.2.1", 5_004);
    private static final InetSocketAddress ITS_CONTROL = new InetSocketAddress("192.0.2.1", 5_005);
    private static final InetSocketAddress SECOND = new InetSocketAddress("192.0.2.2", 6_000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.66", 5_005);
    private static final int WHO = 77;
    private static final int PACKET_FRAMES = 256;
    private static final int PACKET_BYTES = 12 + PACKET_FRAMES * 4;
    private static final int PACKETS_A_SECOND = 172;
    private static final long MILLI = 1_000_000;

    private final EmbeddedChannel media = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final EmbeddedChannel rtcp = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final List<byte[]> sent = new ArrayList<>();
    private long now = 1_000_000_000L;
    private Control control = control(true);
    private Streamer streamer;

    @AfterEach
    void nothingIsLeft() {
        assertThat(media.finishAndReleaseAll() | rtcp.finishAndReleaseAll()).isFalse();
    }

    @Test
    void sendsAPacketAgainToTheListenerThatMissesIt() {
        send(20);
        take(ITS_CONTROL, nack(number(5)));
        DatagramPacket again = media.readOutbound();
        assertThat(again.recipient()).isEqualTo(LISTENER);
        assertThat(ByteBufUtil.getBytes(again.content())).isEqualTo(sent.get(5));
        again.release();
    }

    @Test
    void sendsNothingThatNobodyMisses() {
        send(20);
        take(ITS_CONTROL, nack(number(5), number(8)));
        assertThat(resent()).isEqualTo(2);
    }

    @Test
    void doesNotSendTwiceWhatIsAskedForTwiceAtOnce() {
        send(20);
        take(ITS_CONTROL, nack(number(5)), nack(number(5)));
        assertThat(resent()).isEqualTo(1);
        now += 2 * MILLI;
        take(ITS_CONTROL, nack(number(5)));
        assertThat(resent()).isEqualTo(1);
    }

    @Test
    void sendsOnePacketAgainToEachOfTwoThatMissIt() {
        send(20);
        take(ITS_CONTROL, nack(number(5)));
        take(new InetSocketAddress(SECOND.getAddress(), 6_001), nack(number(5)));
        List<DatagramPacket> again = Stream.<DatagramPacket>generate(media::readOutbound)
                .takeWhile(Objects::nonNull)
                .toList();
        again.forEach(DatagramPacket::release);
        assertThat(again).extracting(DatagramPacket::recipient).containsExactly(LISTENER, SECOND);
    }

    @Test
    void whatOneAsksForTakesNothingFromAnother() {
        send(64);
        int[] all = IntStream.range(0, 64).map(this::number).toArray();
        take(ITS_CONTROL, nack(all));
        resent();
        take(new InetSocketAddress(SECOND.getAddress(), 6_001), nack(number(5)));
        assertThat(resent()).isEqualTo(1);
    }

    @Test
    void doesNotKnowPacketsThatAreLongGoneOrHaveNotLeft() {
        send(600);
        take(ITS_CONTROL, nack(number(600 - 513)), nack(number(600)), nack(number(600 - 512)));
        assertThat(resent()).isEqualTo(1);
    }

    @Test
    void sendsNothingForAnotherSourceOrWithoutRepair() {
        send(20);
        take(ITS_CONTROL, GenericNack.of(WHO, streamer.packets().ssrc() + 1, new int[] {number(5)}));
        assertThat(resent()).isZero();
        control = control(false);
        send(20);
        take(ITS_CONTROL, nack(number(5)));
        assertThat(resent()).isZero();
    }

    @Test
    void strangersGetNothingAndAreCounted() {
        send(20);
        take(STRANGER, report(0x80, 0, 0), timeOf(WHO), nack(number(5)));
        assertThat(control.dropped()).isEqualTo(1);
        assertThat(resent()).isZero();
        assertThat(said()).isEmpty();
        assertThat(control.listeners().summary(now).count()).isZero();
    }

    @Test
    void countsWhatIsNoRtcp() {
        hand(ITS_CONTROL, Unpooled.wrappedBuffer(new byte[] {(byte) 0x80, (byte) 201, 0}));
        hand(ITS_CONTROL, Unpooled.EMPTY_BUFFER);
        assertThat(control.dropped()).isEqualTo(2);
    }

    /** Whoever forges a listener's address gets no more out of a sender than a third of the stream, and a burst. */
    @Test
    void aFloodOfForgedRequestsIsCapped() {
        send(64);
        int[] all = IntStream.range(0, 64).map(this::number).toArray();
        int seconds = 10;
        long out = 0;
        for (int i = 0; i < seconds * 50; i++, now += 20 * MILLI) {
            take(ITS_CONTROL, nack(all));
            out += resent();
        }
        assertThat(out).isGreaterThan(seconds * PACKETS_A_SECOND / 4);
        assertThat(out).isLessThan(seconds * PACKETS_A_SECOND * 2 / 5 + 48);
        assertThat(control.resending().refused()).isPositive();
    }

    @Test
    void aFloodOfForgedTimesIsCapped() {
        send(20);
        int seconds = 10;
        long bytes = 0;
        RtcpPacket[] many = Stream.generate(() -> timeOf(WHO)).limit(50).toArray(RtcpPacket[]::new);
        for (int i = 0; i < seconds * 200; i++, now += 5 * MILLI) {
            take(ITS_CONTROL, many);
            bytes += saidBytes();
        }
        assertThat(bytes).isPositive();
        assertThat(bytes).isLessThan(seconds * PACKETS_A_SECOND * PACKET_BYTES / 10);
    }

    @Test
    void tellsAListenerItsTimeBackAtOnce() {
        send(1);
        take(ITS_CONTROL, new ExtendedReport(WHO, 0x11112222_33334444L, List.of()));
        DatagramPacket out = rtcp.readOutbound();
        assertThat(out.recipient()).isEqualTo(ITS_CONTROL);
        assertThat(Rtcp.read(out.content()).get(2))
                .isEqualTo(new ExtendedReport(
                        streamer.packets().ssrc(), 0, List.of(new ExtendedReport.Reply(WHO, 0x22223333, 0))));
        out.release();
    }

    @Test
    void knowsTheWorstOfWhatListenersSay() {
        send(1);
        int halfASecondAgo = Ntp.middle(Ntp.now()) - 65_536 / 2;
        take(ITS_CONTROL, report(64, 0, 0));
        take(SECOND, report(16, halfASecondAgo, 65_536 / 4));
        Listeners.Summary summary = control.listeners().summary(now);
        assertThat(summary.count()).isEqualTo(2);
        assertThat(summary.lostShare()).isEqualTo(0.25);
        // The machine's clock is read: a test that is held up sees more, never less.
        assertThat(summary.roundTripNanos()).isBetween(249 * MILLI, 20_000 * MILLI);
    }

    @Test
    void forgetsListenersThatLeaveOrAreSilent() {
        send(1);
        take(ITS_CONTROL, report(0, 0, 0));
        take(SECOND, report(0, 0, 0));
        take(SECOND, Bye.of(WHO, ""));
        assertThat(control.listeners().summary(now).count()).isEqualTo(1);
        assertThat(control.listeners().summary(now + 15_001 * MILLI).count()).isZero();
    }

    @Test
    void keepsOnlySoManyForgedListeners() {
        send(1);
        for (int ssrc = 0; ssrc < 3_000; ssrc++) {
            take(ITS_CONTROL, new ReceiverReport(ssrc, List.of(block(0, 0, 0))));
        }
        assertThat(control.listeners().summary(now).count()).isEqualTo(1_024);
    }

    @Test
    void ignoresWhatIsSaidOfAnotherSource() {
        send(1);
        ReportBlock other = new ReportBlock(streamer.packets().ssrc() + 1, 255, 0, 0, 0, 0, 0);
        take(ITS_CONTROL, new ReceiverReport(WHO, List.of(other)));
        assertThat(control.listeners().summary(now).count()).isZero();
    }

    @Test
    void reportsToAllListenersAtTheirControlPorts() {
        send(1);
        control.turn();
        control.turn();
        List<DatagramPacket> reports = said();
        assertThat(reports)
                .extracting(DatagramPacket::recipient)
                .containsExactly(ITS_CONTROL, new InetSocketAddress(SECOND.getAddress(), 6_001));
    }

    @Test
    void saysNothingBeforeTheFirstPacket() {
        control.turn();
        assertThat(said()).isEmpty();
    }

    private Control control(boolean repair) {
        SendSettings settings = new SendSettings(
                List.of(LISTENER, SECOND),
                PcmFormat.DEFAULT,
                1_024,
                PACKET_FRAMES,
                false,
                10,
                0,
                Fec.AUTO,
                repair,
                false,
                false,
                0);
        Control made = new Control(settings, () -> now);
        streamer = new Streamer(settings, media, new ChunkQueue(false), new Pace(44_100, false), () -> {}, () -> {});
        made.use(streamer, media, rtcp);
        return made;
    }

    private void send(int packets) {
        sent.clear();
        for (int i = 0; i < packets; i++) {
            int sequence = streamer.packets().sequence();
            ByteBuf out = Unpooled.buffer();
            streamer.packets().write(new short[2 * PACKET_FRAMES], 0, PACKET_FRAMES, out);
            streamer.sent().add(sequence, out);
            sent.add(ByteBufUtil.getBytes(out));
        }
    }

    /** Gives the number of the packet that was sent at that place. */
    private int number(int place) {
        return streamer.packets().sequence() - sent.size() + place & 0xFFFF;
    }

    private GenericNack nack(int... numbers) {
        return GenericNack.of(WHO, streamer.packets().ssrc(), numbers);
    }

    private ReceiverReport report(int fractionLost, int lastSenderReport, int delay) {
        return new ReceiverReport(WHO, List.of(block(fractionLost, lastSenderReport, delay)));
    }

    private ReportBlock block(int fractionLost, int lastSenderReport, int delay) {
        return new ReportBlock(streamer.packets().ssrc(), fractionLost, 0, 0, 0, lastSenderReport, delay);
    }

    private static ExtendedReport timeOf(int ssrc) {
        return new ExtendedReport(ssrc, 1, List.of());
    }

    private void take(InetSocketAddress from, RtcpPacket... packets) {
        ByteBuf out = Unpooled.buffer();
        Rtcp.write(List.of(packets), out);
        hand(from, out);
    }

    private void hand(InetSocketAddress from, ByteBuf content) {
        DatagramPacket datagram = new DatagramPacket(content, ITS_CONTROL, from);
        control.take(datagram);
        datagram.release();
    }

    private int resent() {
        int count = 0;
        for (DatagramPacket out = media.readOutbound(); out != null; out = media.readOutbound()) {
            out.release();
            count++;
        }
        return count;
    }

    private List<DatagramPacket> said() {
        List<DatagramPacket> said = new ArrayList<>();
        for (DatagramPacket out = rtcp.readOutbound(); out != null; out = rtcp.readOutbound()) {
            said.add(out);
            out.release();
        }
        return said;
    }

    private long saidBytes() {
        long bytes = 0;
        for (DatagramPacket out = rtcp.readOutbound(); out != null; out = rtcp.readOutbound()) {
            bytes += out.content().readableBytes();
            out.release();
        }
        return bytes;
    }
}
