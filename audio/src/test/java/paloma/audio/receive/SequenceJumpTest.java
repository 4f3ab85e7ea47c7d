package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.audio.receive.Hearing.PACKET_FRAMES;
import static paloma.audio.receive.Hearing.SENDER;
import static paloma.audio.receive.Hearing.SSRC;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.rtp.Cname;
import paloma.audio.rtp.GenericNack;
import paloma.audio.rtp.Sdes;

/** A sender that numbers anew has lost nothing (RFC 3550, appendix A.1), whatever its timestamps do. */
class SequenceJumpTest {
    private static final int PACKETS = 100;

    private final Hearing hearing = new Hearing();

    @ParameterizedTest
    @CsvSource({
        "0, 10000",
        "0, 3000",
        "0, 32767",
        "0, -3000",
        "0, -32768",
        "60000, 10000",
        "65500, -10000",
        "0, 500",
        "40000, -500"
    })
    void aJumpOfTheNumbersAloneLosesNothing(int begin, int jump) {
        send(begin, 0, PACKETS);
        send(begin + PACKETS + jump, PACKETS, PACKETS);

        assertThat(hearing.counts.streams).isEqualTo(1);
        assertThat(hearing.stats().packets()).isEqualTo(2 * PACKETS);
        assertThat(hearing.stats().lost()).isZero();
        assertThat(hearing.stats().duplicates() + hearing.stats().late()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, -10_000, 3_000, -3_000})
    void oneThatTheTimestampsFollowLosesNothingEither(int jump) {
        send(20_000, 1_000_000, PACKETS);
        send(20_000 + PACKETS + jump, 1_000_000 + PACKETS + jump, PACKETS);

        assertThat(hearing.rtpReceiver.source().session().lost()).isZero();
        assertThat(hearing.rtpReceiver.source().session().packets()).isBetween(2L * PACKETS - 1, 2L * PACKETS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 101, 400})
    void aGapThatTheTimestampsShareIsLost(int lost) {
        send(0, 0, PACKETS);
        send(PACKETS + lost, PACKETS + lost, PACKETS);

        assertThat(hearing.counts.streams).isEqualTo(1);
        assertThat(hearing.stats().lost()).isEqualTo(lost);
    }

    /** One packet with any number is no reason to begin anew. */
    @ParameterizedTest
    @CsvSource({"30000, 50", "30000, 9000000", "-20000, 50", "-20000, -9000000"})
    void aPacketAloneChangesNothing(int sequence, int packet) {
        send(0, 0, PACKETS);
        hear(sequence, packet);
        send(PACKETS, PACKETS, PACKETS);

        assertThat(hearing.counts.streams).isEqualTo(1);
        assertThat(hearing.stats().lost()).isZero();
        assertThat(hearing.rtpReceiver.source().ssrc()).isEqualTo(SSRC);
    }

    @Test
    void jumpsAgainAndAgainLoseNothing() {
        int sequence = 7;
        for (int i = 0; i < 8; i++, sequence += PACKETS + 12_345) {
            send(sequence, i * PACKETS, PACKETS);
        }
        assertThat(hearing.stats().lost()).isZero();
        assertThat(hearing.stats().packets()).isEqualTo(8 * PACKETS);
        assertThat(hearing.counts.streams).isEqualTo(1);
    }

    @Test
    void whatIsLostAfterAJumpIsCountedAndRequestedByItsNewNumber() {
        hearing.hear(SENDER, Sdes.of(SSRC, Cname.randomOfRepairing()));
        send(0, 0, PACKETS);
        hearing.hear(SENDER, Sdes.of(SSRC, Cname.randomOfRepairing()));
        send(PACKETS + 10_000, PACKETS, PACKETS);
        hearing.said();
        send(2 * PACKETS + 10_000 + 1, 2 * PACKETS + 1, 10);

        List<Integer> asked = new ArrayList<>();
        hearing.feedback.turn();
        hearing.said(GenericNack.class).forEach(nack -> nack.sequences().forEach(asked::add));
        assertThat(asked).isNotEmpty().containsOnly(2 * PACKETS + 10_000);
        assertThat(hearing.stats().lost()).isEqualTo(1);
    }

    private void send(int sequence, int packet, int count) {
        for (int i = 0; i < count; i++) {
            hear(sequence + i, packet + i);
            hearing.now += Hearing.PACKET_NANOS;
        }
    }

    private void hear(int sequence, int packet) {
        hearing.hear(SENDER, SSRC, sequence & 0xFFFF, packet * PACKET_FRAMES);
    }
}
