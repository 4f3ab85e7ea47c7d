package paloma.client.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import paloma.client.echo.Probing.Kind;
import paloma.client.echo.Probing.Verdict;

class ProbingTest {
    private static final long TIMEOUT = 100;

    private final EchoProbe probe = new EchoProbe(2, 14);
    private final Probing probing = new Probing(probe, TIMEOUT);

    @Test
    void aProbeIsTheseBytes() {
        assertThat(HexFormat.of().formatHex(probe.payload(1))).isEqualTo("0100000002000000000000000c0d");
        assertThat(new EchoProbe(2, 1).payload(258)).containsExactly(2);
        assertThat(new EchoProbe(2, 0).payload(1)).isEmpty();
    }

    @Test
    void anAnswerInTimeCounts() {
        probing.sent(1_000);

        assertThat(probing.arrived(probe.payload(1), 1_040)).isEqualTo(new Verdict(Kind.ANSWER, 1, 40));
        assertThat(probing.waitedFor()).isZero();
        assertThat(probing.expire(2_000)).isEmpty();
        assertThat(probing.answered()).isEqualTo(1);
    }

    @Test
    void answersMayComeInAnyOrder() {
        probing.sent(1_000);
        probing.sent(1_010);
        probing.sent(1_020);

        assertThat(probing.arrived(probe.payload(3), 1_030).sequence()).isEqualTo(3);
        assertThat(probing.arrived(probe.payload(1), 1_031).sequence()).isEqualTo(1);
        assertThat(probing.nanosToExpiry(1_031)).isEqualTo(1_010 + TIMEOUT - 1_031);
        assertThat(probing.expire(1_010 + TIMEOUT)).containsExactly(2);
        assertThat(probing.waitedFor()).isZero();
    }

    @Test
    void whatComesAfterTheTimeoutIsLateButNotLost() {
        probing.sent(0);
        assertThat(probing.expire(TIMEOUT - 1)).isEmpty();
        assertThat(probing.expire(TIMEOUT)).containsExactly(1);

        assertThat(probing.arrived(probe.payload(1), 150)).isEqualTo(new Verdict(Kind.LATE, 1, 150));
        assertThat(probing.answered()).isEqualTo(1);
        assertThat(probing.waitedFor()).isZero();
    }

    @Test
    void aSecondAnswerIsCountedAsDouble() {
        probing.sent(0);
        probing.arrived(probe.payload(1), 10);

        assertThat(probing.arrived(probe.payload(1), 20).kind()).isEqualTo(Kind.DOUBLE);
        assertThat(probing.doubles()).isEqualTo(1);
        assertThat(probing.answered()).isEqualTo(1);
    }

    @Test
    void whatWasNotSentIsStrange() {
        probing.sent(0);
        byte[] changed = probe.payload(1);
        changed[13]++;

        assertThat(probing.arrived(changed, 10).kind()).isEqualTo(Kind.STRANGE);
        assertThat(probing.arrived(probe.payload(2), 10).kind()).isEqualTo(Kind.STRANGE);
        assertThat(probing.arrived(new EchoProbe(3, 14).payload(1), 10).kind()).isEqualTo(Kind.STRANGE);
        assertThat(probing.arrived(new byte[0], 10).kind()).isEqualTo(Kind.STRANGE);
        assertThat(probing.waitedFor()).isEqualTo(1);
    }

    @Test
    void emptyProbesAreAnsweredNewestFirst() {
        Probing empty = new Probing(new EchoProbe(2, 0), TIMEOUT);
        empty.sent(0);
        empty.sent(10);

        assertThat(empty.arrived(new byte[0], 15)).isEqualTo(new Verdict(Kind.ANSWER, 2, 5));
    }

    @Test
    void aRefusalGivesUpTheOldest() {
        probing.sent(0);
        probing.sent(1);

        assertThat(probing.refused(2)).isEqualTo(1);
        assertThat(probing.refused(2)).isEqualTo(2);
        assertThat(probing.refused(2)).isZero();
        assertThat(probing.waitedFor()).isZero();
        assertThat(probing.nanosToExpiry(2)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aDayOfProbesIsRememberedInBoundedMemory() {
        for (int i = 0; i < 100_000; i++) {
            probing.sent(i);
            probing.expire(i);
        }

        assertThat(probing.arrived(probe.payload(100_000), 100_001).kind()).isEqualTo(Kind.ANSWER);
        assertThat(probing.arrived(probe.payload(1), 100_001).kind()).isEqualTo(Kind.STRANGE);
    }
}
