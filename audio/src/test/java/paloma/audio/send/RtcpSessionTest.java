package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import paloma.audio.program.Told;
import paloma.audio.rtp.Bye;
import paloma.audio.rtp.ExtendedReport;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.ReceiverReport;
import paloma.audio.rtp.ReportBlock;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPacket;
import paloma.audio.rtp.Sdes;
import paloma.audio.srtp.CryptoAttribute;
import paloma.audio.srtp.CryptoSuite;
import paloma.audio.srtp.MasterKey;

class RtcpSessionTest extends RtcpSessionRig {
    private static final Sdes NAME = Sdes.of(WHO, "paloma-0123456789abcdef");

    @Test
    void strangersGetNothingAndAreCounted() {
        send(20);
        take(STRANGER, report(0x80, 0, 0), timeOf(WHO), nack(number(5)));
        assertThat(rtcpSession.dropped()).isEqualTo(1);
        assertThat(resent()).isZero();
        assertThat(said()).isEmpty();
        assertThat(rtcpSession.listeners().summary(now).count()).isZero();
    }

    @Test
    void countsWhatIsNoRtcp() {
        hand(ITS_CONTROL, Unpooled.wrappedBuffer(new byte[] {(byte) 0x80, (byte) 201, 0}));
        hand(ITS_CONTROL, Unpooled.EMPTY_BUFFER);
        assertThat(rtcpSession.dropped()).isEqualTo(2);
    }

    /** The sockets are there before the sender is. */
    @Test
    void countsWhatComesBeforeItSends() {
        rtcpSession = new RtcpSession(settings(true), lifetime, () -> now);
        take(ITS_CONTROL, report(0, 0, 0), timeOf(WHO));
        take(ITS_CONTROL, Bye.of(WHO, ""));
        assertThat(rtcpSession.dropped()).isEqualTo(2);
    }

    @Test
    void aFloodOfForgedTimesIsCapped() {
        send(20);
        int seconds = 10;
        long bytes = 0;
        RtcpPacket[] many = Stream.concat(
                        Stream.of(report(0, 0, 0)),
                        Stream.generate(() -> timeOf(WHO)).limit(50))
                .toArray(RtcpPacket[]::new);
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
        take(ITS_CONTROL, report(0, 0, 0), NAME, new ExtendedReport(WHO, 0x11112222_33334444L, List.of()));
        DatagramPacket out = rtcp.readOutbound();
        assertThat(out.recipient()).isEqualTo(ITS_CONTROL);
        assertThat(Rtcp.read(out.content()).get(2))
                .isEqualTo(new ExtendedReport(
                        pacedSender.packets().ssrc(), 0, List.of(new ExtendedReport.Reply(WHO, 0x22223333, 0))));
        out.release();
    }

    @Test
    void saysOnceThatItsKeyMaySealNoMoreReports() throws Exception {
        MasterKey key = MasterKey.random(CryptoSuite.AES_CM_128_HMAC_SHA1_80);
        rtcpSession = rtcpSession(settings(true, CryptoAttribute.read(CryptoAttribute.text(key) + "|2")));
        send(1);
        for (int i = 0; i < 6; i++, now += 2_000 * MILLI) {
            rtcpSession.turn();
        }
        assertThat(said()).as("two reports for two peers").hasSize(4);
        assertThat(lifetime.isOver()).isFalse();
        assertThat(Told.of(lifetime))
                .singleElement()
                .asString()
                .startsWith("The key has sealed as many reports and requests (RTCP) as it may");
    }

    @Test
    void knowsTheWorstOfWhatListenersSay() {
        send(1);
        int halfASecondAgo = Ntp.middle(Ntp.now()) - 65_536 / 2;
        take(ITS_CONTROL, report(64, 0, 0));
        take(SECOND, report(16, halfASecondAgo, 65_536 / 4));
        Listeners.Summary summary = rtcpSession.listeners().summary(now);
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
        assertThat(rtcpSession.listeners().summary(now).count()).isEqualTo(1);
        assertThat(rtcpSession.listeners().summary(now + 15_001 * MILLI).count())
                .isZero();
    }

    @Test
    void keepsOnlySoManyForgedListeners() {
        send(1);
        for (int ssrc = 0; ssrc < 3_000; ssrc++) {
            take(ITS_CONTROL, new ReceiverReport(ssrc, List.of(block(0, 0, 0))));
        }
        assertThat(rtcpSession.listeners().summary(now).count()).isEqualTo(1_024);
    }

    @Test
    void ignoresWhatIsSaidOfAnotherSource() {
        send(1);
        ReportBlock other = new ReportBlock(pacedSender.packets().ssrc() + 1, 255, 0, 0, 0, 0, 0);
        take(ITS_CONTROL, new ReceiverReport(WHO, List.of(other)));
        assertThat(rtcpSession.listeners().summary(now).count()).isZero();
    }

    @Test
    void reportsToAllListenersAtTheirControlPorts() {
        send(1);
        rtcpSession.turn();
        rtcpSession.turn();
        List<DatagramPacket> reports = said();
        assertThat(reports)
                .extracting(DatagramPacket::recipient)
                .containsExactly(ITS_CONTROL, new InetSocketAddress(SECOND.getAddress(), 6_001));
    }

    @Test
    void saysNothingBeforeTheFirstPacket() {
        rtcpSession.turn();
        assertThat(said()).isEmpty();
    }
}
