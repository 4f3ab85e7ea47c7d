package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.audio.receive.Hearing.LATENCY_MILLIS;
import static paloma.audio.receive.Hearing.SENDER;
import static paloma.audio.receive.Hearing.SSRC;
import static paloma.audio.receive.Hearing.STRANGER;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.program.Told;
import paloma.audio.rtp.Bye;
import paloma.audio.rtp.Cname;
import paloma.audio.rtp.ExtendedReport;
import paloma.audio.rtp.GenericNack;
import paloma.audio.rtp.Ntp;
import paloma.audio.rtp.ReceiverReport;
import paloma.audio.rtp.ReportBlock;
import paloma.audio.rtp.Sdes;
import paloma.audio.rtp.SenderReport;
import paloma.audio.srtp.CryptoAttribute;
import paloma.audio.srtp.CryptoSuite;
import paloma.audio.srtp.MasterKey;

class FeedbackTest {
    private static final int TRIP_MILLIS = 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 65_500})
    void asksForWhatIsMissingAndForNothingElse(int first) {
        Hearing hearing = repairing(first);
        int missing = first + 200 & 0xFFFF;
        hearRunBut(hearing, first + 100, 150, missing);
        assertThat(asked(hearing)).isNotEmpty().containsOnly(missing);
    }

    @Test
    void saysNothingBeforeItsSocketIsThere() {
        Hearing hearing = new Hearing(null, false, false);
        hearing.hear(SENDER, SSRC, 1);
        hearing.hear(SENDER, SSRC, 3);
        assertThat(hearing.bugs).isEmpty();
        assertThat(hearing.said()).isEmpty();

        hearing.feedback.start(hearing.channel);
        hearing.channel.runPendingTasks();
        assertThat(hearing.said(ReceiverReport.class)).isNotEmpty();
    }

    @Test
    void asksAtOnceForWhatIsOvertakenWhereThePathKeepsOrder() {
        Hearing hearing = repairing(0);
        hearing.said();
        hearing.hear(SENDER, SSRC, 101);
        assertThat(asked(hearing)).containsExactly(100);
    }

    @Test
    void doesNotAskForWhatIsOnlyOvertakenWhereThePathDoesNot() {
        Hearing hearing = repairing(0);
        hearSwapped(hearing, 100, 200);
        hearing.said();
        hearSwapped(hearing, 300, 200);
        assertThat(asked(hearing)).isEmpty();
    }

    @Test
    void doesNotAskForWhatCanNoLongerComeInTime() {
        Hearing hearing = repairing(0);
        hearing.said();
        hearing.passMillis(LATENCY_MILLIS - TRIP_MILLIS / 2);
        hearing.hear(SENDER, SSRC, 101);
        assertThat(asked(hearing)).isEmpty();
    }

    @Test
    void saysOnceThatItsKeyMaySealNoMoreReportsAndHearsOn() throws Exception {
        MasterKey key = MasterKey.random(CryptoSuite.AES_CM_128_HMAC_SHA1_80);
        MasterKey brief = CryptoAttribute.read(CryptoAttribute.text(key) + "|2");
        Hearing hearing = new Hearing(null, false, true, brief);
        hearRunBut(hearing, 0, 1_000, -1);
        assertThat(hearing.saidCount).isEqualTo(2);
        assertThat(hearing.stats().packets()).isEqualTo(1_000);
        assertThat(Told.of(hearing.lifetime))
                .singleElement()
                .asString()
                .startsWith("The key has sealed as many reports and requests (RTCP) as it may");
    }

    @Test
    void stopsAskingForWhatHasCome() {
        Hearing hearing = repairing(0);
        hearRunBut(hearing, 100, 20, 105);
        assertThat(asked(hearing)).isNotEmpty();
        hearing.hear(SENDER, SSRC, 105);
        hearRunBut(hearing, 120, 20, -1);
        assertThat(asked(hearing)).isEmpty();
        assertThat(hearing.stats().repaired()).isEqualTo(1);
    }

    /** Each time that it wakes costs more than what it does then. */
    @Test
    void doesNotWakeToLookWhilePacketsComeInTime() {
        Hearing hearing = repairing(0);
        for (int i = 100; i < 400; i++) {
            hearing.hear(SENDER, SSRC, i);
            assertThat(hearing.channel.runScheduledPendingTasks()).isGreaterThan(Hearing.PACKET_NANOS);
            hearing.now += Hearing.PACKET_NANOS;
            hearing.channel.advanceTimeBy(Hearing.PACKET_NANOS, TimeUnit.NANOSECONDS);
        }
        assertThat(hearing.said(ReceiverReport.class)).isNotEmpty();
    }

    @Test
    void wakesToAskForTheLastPacketsThoughNoneComesBehindThem() {
        Hearing hearing = repairing(0);
        hearing.hearRun(SENDER, SSRC, 100, 1);
        hearing.said();
        for (int i = 0; i < 60; i++) {
            hearing.now += 1_000_000;
            hearing.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            hearing.channel.runScheduledPendingTasks();
        }
        assertThat(asked(hearing)).contains(101);
    }

    @Test
    void asksNoSenderThatDoesNotSayThatItRepairs() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 100);
        hearing.hear(SENDER, Sdes.of(SSRC, Cname.random()));
        hearRunBut(hearing, 100, 50, 120);
        assertThat(asked(hearing)).isEmpty();
    }

    @Test
    void asksTheSenderAtTheAddressOfItsReports() {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 0);
        hearing.feedback.turn();
        assertThat(hearing.saidTo).isEqualTo(SENDER);
    }

    @Test
    void tellsTheShareThatWasLostSinceTheReportBefore() {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 0);
        hearing.feedback.turn();
        report(hearing);
        for (int i = 1; i <= 200; i++) {
            if (i % 4 != 0 || i == 200) {
                hearing.hear(SENDER, SSRC, i); // no time passes: no report is due between
            }
        }
        ReportBlock block = report(hearing);
        assertThat(block.ssrc()).isEqualTo(SSRC);
        assertThat(block.fractionLost()).isEqualTo(256 * 49 / 200);
        assertThat(block.cumulativeLost()).isEqualTo(49);
        hearing.hear(SENDER, SSRC, 201);
        assertThat(report(hearing).fractionLost()).isZero();
        assertThat(report(hearing).cumulativeLost()).isEqualTo(49);
    }

    @Test
    void tellsTheHighestNumberWithItsTurns() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 65_530, 1);
        assertThat(report(hearing).highestSequence()).isEqualTo(65_530);
        hearing.hearRun(SENDER, SSRC, 65_531, 10);
        ReportBlock block = report(hearing);
        assertThat(block.highestSequence()).isEqualTo(65_536 + 4);
        assertThat(block.cumulativeLost()).isZero();
        assertThat(block.fractionLost()).isZero();
    }

    @Test
    void tellsWhenTheSendersLastReportCame() {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 0);
        assertThat(report(hearing).lastSenderReport()).isZero();
        hearing.hear(SENDER, senderReport(0x11112222_33334444L));
        hearing.now += 1_500_000_000L;
        ReportBlock block = report(hearing);
        assertThat(block.lastSenderReport()).isEqualTo(0x22223333);
        assertThat(block.delaySinceLastSenderReport()).isEqualTo(65_536 * 3 / 2);
    }

    @Test
    void knowsTheRoundTripFromItsOwnTimeThatComesBack() {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 0);
        hearing.feedback.turn();
        ExtendedReport told = hearing.said(ExtendedReport.class).get(0);
        int ago = Ntp.middle(told.ntp()) - (65_536 * TRIP_MILLIS / 1_000);
        hearing.hear(SENDER, reply(told.ssrc(), ago));
        // The machine's clock is read: a test that is held up sees more, never less.
        assertThat(hearing.stats().roundTripMillis()).isBetween(TRIP_MILLIS - 1.0, 4_000.0);
    }

    @Test
    void doesNotTakeTheTimeOfAnotherForItsOwn() {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 0);
        hearing.feedback.turn();
        ExtendedReport told = hearing.said(ExtendedReport.class).get(0);
        hearing.hear(SENDER, reply(told.ssrc() + 1, Ntp.middle(told.ntp()) - 6_554));
        hearing.hear(SENDER, reply(told.ssrc(), Ntp.middle(told.ntp()) - 65_536 * 60));
        hearing.hear(SENDER, reply(told.ssrc(), Ntp.middle(told.ntp()) + 65_536 * 60));
        assertThat(hearing.stats().roundTripMillis()).isZero();
    }

    @Test
    void countsAndDropsWhatStrangersReport() {
        Hearing hearing = repairing(0);
        hearing.said();
        hearing.hear(STRANGER, senderReport(0x11112222_33334444L));
        hearing.hear(STRANGER, Sdes.of(SSRC, Cname.random()));
        assertThat(report(hearing).lastSenderReport()).isZero();
        assertThat(hearing.counts.foreign).isEqualTo(2);
    }

    @Test
    void countsRtcpThatIsNone() {
        Hearing hearing = repairing(0);
        hearing.hand(SENDER, Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, (byte) 200, 0, 9, 1, 2, 3, 4}));
        assertThat(hearing.counts.malformed).isEqualTo(1);
    }

    @Test
    void ignoresTheReportOfAnotherSsrc() {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 0);
        hearing.hear(SENDER, new SenderReport(SSRC + 1, -1, 0, 1, 1, List.of()));
        assertThat(report(hearing).lastSenderReport()).isZero();
    }

    @Test
    void reportsAboutOnceASecondWhenTheRoundTripIsKnown() {
        Hearing hearing = repairing(0);
        hearing.said();
        for (int i = 0; i < 100_000; i += 20) {
            hearing.hear(SENDER, SSRC, 100 + i / 20 & 0xFFFF);
            hearing.passMillis(20);
            hearing.feedback.turn();
        }
        assertThat(hearing.said(ReceiverReport.class)).hasSizeBetween(80, 125);
    }

    /** The one packet may be forged, and then all that is sent reaches somebody else. */
    @Test
    void sendsNoMoreThanCame() {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 0);
        for (int i = 0; i < 100_000; i += 20) {
            hearing.passMillis(20);
            hearing.feedback.turn();
        }
        hearing.feedback.bye();
        assertThat(hearing.saidBytes).isBetween(200, 12 + Hearing.PACKET_FRAMES * 4);
    }

    @Test
    void reportsToNobodyWhoIsSilent() {
        Hearing hearing = repairing(0);
        hearing.passMillis(5_100);
        hearing.said();
        for (int i = 0; i < 100_000; i += 20) {
            hearing.passMillis(20);
            hearing.feedback.turn();
        }
        assertThat(hearing.said()).isEmpty();
        hearing.hear(SENDER, SSRC, 100);
        hearing.feedback.turn();
        assertThat(hearing.said(ReceiverReport.class)).hasSize(1);
    }

    @Test
    void reportsToASenderThatPausesAndReports() {
        Hearing hearing = repairing(0);
        for (int i = 0; i < 60; i++) {
            hearing.passMillis(1_000);
            hearing.hear(SENDER, senderReport(0x11112222_33334444L + ((long) i << 32)));
            hearing.feedback.turn();
        }
        assertThat(hearing.said(ReceiverReport.class)).hasSizeGreaterThan(30);
    }

    @Test
    void saysGoodbye() {
        Hearing hearing = repairing(0);
        hearing.said();
        hearing.feedback.bye();
        assertThat(hearing.said(Bye.class)).hasSize(1);
    }

    /** A hundred packets from there on have come, and the sender has said that it repairs. */
    private static Hearing repairing(int first) {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, first & 0xFFFF);
        hearing.hear(SENDER, Sdes.of(SSRC, Cname.randomOfRepairing()));
        hearing.feedback.turn();
        ExtendedReport told = hearing.said(ExtendedReport.class).get(0);
        hearing.hear(SENDER, reply(told.ssrc(), Ntp.middle(told.ntp()) - (65_536 * TRIP_MILLIS / 1_000)));
        hearing.rtpReceiver.source().stream().roundTrip(TRIP_MILLIS * 1_000_000L);
        hearing.now += Hearing.PACKET_NANOS;
        hearRunBut(hearing, first + 1, 99, -1);
        return hearing;
    }

    private static void hearRunBut(Hearing hearing, int first, int count, int missing) {
        for (int i = first; i < first + count; i++) {
            if ((i & 0xFFFF) != missing) {
                hearing.hear(SENDER, SSRC, i & 0xFFFF, i * Hearing.PACKET_FRAMES);
            }
            hearing.now += Hearing.PACKET_NANOS;
            hearing.feedback.turn();
        }
    }

    /** Of each four packets the first comes after the second. */
    private static void hearSwapped(Hearing hearing, int first, int count) {
        for (int i = first; i < first + count; i += 4) {
            hearing.now += Hearing.PACKET_NANOS;
            hearing.hear(SENDER, SSRC, i + 1);
            hearing.now += 1_000_000;
            hearing.hear(SENDER, SSRC, i);
            hearing.now += Hearing.PACKET_NANOS - 1_000_000;
            hearing.hearRun(SENDER, SSRC, i + 2, 2);
            hearing.feedback.turn();
        }
    }

    private static List<Integer> asked(Hearing hearing) {
        List<Integer> asked = new ArrayList<>();
        hearing.said(GenericNack.class).forEach(nack -> asked.addAll(nack.sequences()));
        return asked;
    }

    /** Returns what it says of the sender now that a report is due. */
    private static ReportBlock report(Hearing hearing) {
        hearing.said();
        hearing.feedback.bye();
        return hearing.said(ReceiverReport.class).get(0).reports().get(0);
    }

    private static SenderReport senderReport(long ntp) {
        return new SenderReport(SSRC, ntp, 0, 1, 1, List.of());
    }

    private static ExtendedReport reply(int whose, int lastReference) {
        return new ExtendedReport(SSRC, 0, List.of(new ExtendedReport.Reply(whose, lastReference, 0)));
    }
}
