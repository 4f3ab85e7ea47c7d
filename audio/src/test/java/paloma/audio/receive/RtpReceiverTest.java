package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.audio.receive.Hearing.SENDER;
import static paloma.audio.receive.Hearing.SSRC;
import static paloma.audio.receive.Hearing.STRANGER;

import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import paloma.audio.rtp.Bye;
import paloma.audio.rtp.RtpPacket;

class RtpReceiverTest {
    private static final InetSocketAddress SAME_HOST = new InetSocketAddress(SENDER.getAddress(), 40_000);
    private static final int OTHER_SSRC = 7;

    @Test
    void hearsWhoComesFirst() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 10);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
        assertThat(hearing.stats().packets()).isEqualTo(10);
    }

    @Test
    void nobodyElseIsHeardWhileThatOneSends() {
        Hearing hearing = new Hearing();
        for (int i = 0; i < 1_000; i++) {
            hearing.hearRun(SENDER, SSRC, i, 1);
            hearing.hear(STRANGER, OTHER_SSRC, i);
            hearing.hear(SAME_HOST, SSRC, i);
        }
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
        assertThat(hearing.stats().packets()).isEqualTo(1_000);
        assertThat(hearing.stats().duplicates()).isZero();
        assertThat(hearing.counts.foreign).isEqualTo(2_000);
        assertThat(hearing.counts.streams).isEqualTo(1);
    }

    @Test
    void anotherIsHeardWhenTheFirstHasBeenSilentForTwoSeconds() {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 0);
        hearing.passMillis(2_000);
        hearing.hear(STRANGER, OTHER_SSRC, 0);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
        hearing.passMillis(1);
        hearing.hear(STRANGER, OTHER_SSRC, 1);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(STRANGER);
        assertThat(hearing.counts.foreign).isEqualTo(1);
    }

    @Test
    void whoIsPinnedIsHeardAlone() {
        Hearing hearing = new Hearing(SENDER.getAddress(), false);
        hearing.hearRun(STRANGER, OTHER_SSRC, 0, 5);
        assertThat(hearing.rtpReceiver.source()).isNull();
        assertThat(hearing.counts.foreign).isEqualTo(5);
        hearing.hear(SENDER, SSRC, 0);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
    }

    /** Whoever forges the sender's address as well does not know its SSRC. */
    @Test
    void aForgedSsrcIsNotHeardWhileTheSenderSends() {
        Hearing hearing = new Hearing();
        for (int i = 0; i < 1_000; i++) {
            hearing.hearRun(SENDER, SSRC, i, 1);
            hearing.hear(SENDER, OTHER_SSRC + i, 9 * i);
        }
        assertThat(hearing.counts.streams).isEqualTo(1);
        assertThat(hearing.counts.foreign).isEqualTo(1_000);
        assertThat(hearing.stats().packets()).isEqualTo(1_000);
    }

    @Test
    void aSenderThatBeginsAnewAtItsAddressIsANewStream() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 100);
        hearing.passMillis(300);
        hearing.hearRun(SENDER, OTHER_SSRC, 40_000, 10);
        assertThat(hearing.rtpReceiver.source().ssrc()).isEqualTo(OTHER_SSRC);
        assertThat(hearing.counts.streams).isEqualTo(2);
        assertThat(hearing.stats().packets()).isEqualTo(10);
        assertThat(hearing.stats().lost()).isZero();
    }

    @Test
    void aLeapOfTheTimestampIsANewStream() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 100);
        hearing.hear(SENDER, SSRC, 100, 99 * 256 + 3 * 44_100);
        assertThat(hearing.counts.streams).isEqualTo(2);
        assertThat(hearing.stats().packets()).isEqualTo(1);
    }

    @Test
    void aPauseWithTimestampsThatWentOnIsNoNewStream() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 100);
        hearing.passMillis(10_000);
        hearing.hear(SENDER, SSRC, 100, 99 * 256 + 10 * 44_100);
        hearing.hear(SENDER, SSRC, 101, 100 * 256 + 10 * 44_100);
        assertThat(hearing.counts.streams).isEqualTo(1);
        assertThat(hearing.stats().lost()).isZero();
    }

    @Test
    void aPauseOfLessThanThreeSecondsIsNone() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 100);
        hearing.hear(SENDER, SSRC, 100, 99 * 256 + 3 * 44_100 - 1);
        assertThat(hearing.counts.streams).isEqualTo(1);
    }

    @Test
    void numbersAndTimestampsGoRound() {
        Hearing hearing = new Hearing();
        for (int i = -50; i < 50; i++) {
            hearing.hear(SENDER, SSRC, i & 0xFFFF, i * 256);
            hearing.now += Hearing.PACKET_NANOS;
        }
        assertThat(hearing.counts.streams).isEqualTo(1);
        assertThat(hearing.stats().packets()).isEqualTo(100);
        assertThat(hearing.stats().lost()).isZero();
        assertThat(hearing.stats().late() + hearing.stats().duplicates()).isZero();
    }

    @Test
    void aGoodbyeMakesRoomAtOnce() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 10);
        hearing.hear(SENDER, Bye.of(SSRC, "sleep"));
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.LEFT);
        hearing.hear(STRANGER, OTHER_SSRC, 0);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(STRANGER);
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SENDS);
        assertThat(hearing.counts.senders).isEqualTo(2);
    }

    @Test
    void aGoodbyeMakesRoomForTheSameProgramStartedAgain() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 10);
        hearing.hear(SENDER, Bye.of(SSRC, ""));
        hearing.hear(SENDER, OTHER_SSRC, 0);
        assertThat(hearing.rtpReceiver.source().ssrc()).isEqualTo(OTHER_SSRC);
    }

    @Test
    void aGoodbyeOfAnotherIsNone() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 10);
        hearing.hear(STRANGER, Bye.of(SSRC, ""));
        hearing.hear(SENDER, Bye.of(OTHER_SSRC, ""));
        hearing.hear(STRANGER, OTHER_SSRC, 0);
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SENDS);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
    }

    @Test
    void theLastPacketsMayComeAfterTheGoodbye() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 10);
        hearing.hear(SENDER, Bye.of(SSRC, ""));
        hearing.hearRun(SENDER, SSRC, 10, 3);
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.LEFT);
        assertThat(hearing.stats().packets()).isEqualTo(13);
    }

    @Test
    void whoSendsOnAfterAGoodbyeHasNotLeft() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 10);
        hearing.hear(SENDER, Bye.of(SSRC, ""));
        hearing.hearRun(SENDER, SSRC, 10, 100);
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SENDS);
        hearing.hear(STRANGER, OTHER_SSRC, 0);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
        assertThat(hearing.counts.streams).isEqualTo(1);
    }

    @Test
    void whoHasLeftIsNotAnswered() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 10);
        hearing.hear(SENDER, Bye.of(SSRC, ""));
        hearing.said();
        hearing.passMillis(5_000);
        hearing.feedback.turn();
        assertThat(hearing.said()).isEmpty();
    }

    @Test
    void aNatThatGivesTheSenderAnotherPortInterruptsNothing() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 100);
        hearing.hearRun(SAME_HOST, SSRC, 103, 100);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SAME_HOST);
        assertThat(hearing.counts.streams).isEqualTo(1);
        assertThat(hearing.counts.senders).isEqualTo(1);
        assertThat(hearing.stats().packets()).isEqualTo(200);
        assertThat(hearing.stats().lost()).isEqualTo(3);
        hearing.feedback.turn();
        assertThat(hearing.saidTo).isEqualTo(SAME_HOST);
    }

    @Test
    void theSameNumbersFromAnotherPortAreNotHeard() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 100);
        hearing.hear(SAME_HOST, SSRC, 99);
        hearing.hear(SAME_HOST, SSRC, 99 + 3_000);
        hearing.hear(SAME_HOST, SSRC, 100, 99 * 256 + 3 * 44_100);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
        assertThat(hearing.counts.foreign).isEqualTo(3);
    }

    @Test
    void theSameStreamFromAnotherAddressIsHeardOnlyOnceTheFirstIsSilent() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 100);
        hearing.hear(STRANGER, SSRC, 100);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
        hearing.passMillis(2_100);
        hearing.hear(STRANGER, SSRC, 101);
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(STRANGER);
        assertThat(hearing.counts.streams).isEqualTo(1);
        assertThat(hearing.stats().packets()).isEqualTo(101);
    }

    @Test
    void theSessionIsOfAllStreams() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 100);
        hearing.hearRun(SENDER, SSRC, 105, 50);
        hearing.passMillis(2_100);
        hearing.hearRun(STRANGER, OTHER_SSRC, 0, 10);
        hearing.hearRun(STRANGER, OTHER_SSRC, 12, 10);
        StreamStats session = hearing.rtpReceiver.source().session();
        assertThat(session.packets()).isEqualTo(170);
        assertThat(session.lost()).isEqualTo(7);
        assertThat(hearing.stats().packets()).isEqualTo(20);
        assertThat(hearing.counts.senders).isEqualTo(2);
    }

    @Test
    void whoeverIsSilentForTwoSecondsIsSaidToBe() {
        Hearing hearing = new Hearing();
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.NONE);
        hearing.hear(SENDER, SSRC, 0);
        hearing.passMillis(2_000);
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SENDS);
        hearing.passMillis(1);
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SILENT);
        hearing.hear(SENDER, SSRC, 1);
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SENDS);
    }

    /** SIGSTOP, or a machine that slept: what came meanwhile is read afterwards, in any order. */
    @Test
    void whileThisProgramStoodStillNobodyWasSilent() {
        Hearing hearing = new Hearing();
        for (int i = 0; i < 100; i++) {
            hearing.hearRun(SENDER, SSRC, i, 1);
            hearing.rtpReceiver.beat();
        }
        hearing.passMillis(5_000);
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SENDS);
        hearing.hear(STRANGER, OTHER_SSRC, 0);
        hearing.hear(STRANGER, OTHER_SSRC, 1);
        hearing.rtpReceiver.beat();
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SENDS);
        hearing.hearRun(SENDER, SSRC, 100, 10);

        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
        assertThat(hearing.counts.streams).isEqualTo(1);
    }

    @Test
    void whoeverIsSilentMeanwhileIsSilent() {
        Hearing hearing = new Hearing();
        hearing.hearRun(SENDER, SSRC, 0, 10);
        for (int i = 0; i < 8; i++) {
            hearing.rtpReceiver.beat();
            hearing.passMillis(250);
        }
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SENDS);
        hearing.rtpReceiver.beat();
        assertThat(hearing.rtpReceiver.presence()).isEqualTo(Presence.SILENT);
    }

    @Test
    void countsWhatIsNoRtpAndHearsNobody() {
        Hearing hearing = new Hearing();
        hearing.hand(SENDER, Unpooled.EMPTY_BUFFER);
        hearing.hand(SENDER, Unpooled.wrappedBuffer(new byte[] {(byte) 0x80, 10, 0}));
        hearing.hand(SENDER, Unpooled.buffer().writeZero(1_036)); // version 0
        assertThat(hearing.counts.malformed).isEqualTo(3);
        assertThat(hearing.rtpReceiver.source()).isNull();
    }

    @Test
    void countsAnotherFormatAndHearsNobody() {
        Hearing hearing = new Hearing();
        var out = Unpooled.buffer();
        RtpPacket.writeHeader(out, 0, false, 1, 160, SSRC);
        hearing.hand(SENDER, out.writeZero(160));
        assertThat(hearing.counts.otherFormat).isEqualTo(1);
        assertThat(hearing.rtpReceiver.source()).isNull();
    }

    @Test
    void countsSoundThatIsNoWholeFrames() {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 0);
        var out = Unpooled.buffer();
        RtpPacket.writeHeader(out, Hearing.PAYLOAD_TYPE, false, 1, 256, SSRC);
        hearing.hand(SENDER, out.writeZero(1_023));
        hearing.hear(SENDER, SSRC, 2);
        hearing.hear(SENDER, SSRC, 3);
        assertThat(hearing.counts.dropped()).isEqualTo(1);
        assertThat(hearing.stats().packets()).isEqualTo(3);
    }

    @Test
    void hearsBareSamplesOfOneSender() {
        Hearing hearing = new Hearing(null, true);
        hearing.hand(SENDER, Unpooled.buffer().writeZero(4_096));
        hearing.hand(STRANGER, Unpooled.buffer().writeZero(4_096));
        hearing.hand(SENDER, Unpooled.buffer().writeZero(4_097));
        assertThat(hearing.stats().packets()).isEqualTo(1);
        assertThat(hearing.counts.foreign).isEqualTo(1);
        assertThat(hearing.counts.malformed).isEqualTo(1);
    }
}
