package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.files.Outcome.How;
import paloma.transfer.wire.Reason;
import picocli.CommandLine.TypeConversionException;

class AbsenceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final String WHY = "nothing is heard";

    @Test
    void isNoReasonToTryAgainUnlessAsked() {
        assertThat(new Absence(Retry.NEVER).mayTryAgain(WHY, 0, 5)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE / 2, -1, 0, Long.MAX_VALUE / 2})
    void endsTheTryingWhenTheTimeIsOverSinceTheServerWasHeard(long start) {
        Absence absence = new Absence(new Retry(100 * SECOND));
        assertThat(absence.mayTryAgain(WHY, 60 * SECOND, start)).isTrue();
        assertThat(absence.mayTryAgain(WHY, 10 * SECOND, start + 39 * SECOND)).isTrue();
        assertThat(absence.mayTryAgain(WHY, 10 * SECOND, start + 40 * SECOND)).isFalse();
        assertThat(absence.wait("film").nanos(start)).isEqualTo(60 * SECOND);
    }

    @Test
    void pausesEverLongerUpToAMinute() {
        Absence absence = new Absence(Retry.FOREVER);
        long now = 0;
        long before = 0;
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(absence.mayTryAgain(WHY, 0, now)).isTrue();
            long pause = absence.pauseNanos(now);
            assertThat(pause).isBetween(Math.min(before, 45 * SECOND), 75 * SECOND);
            before = pause;
            now += pause;
        }
        assertThat(before).isGreaterThan(44 * SECOND);
        absence.end();
        absence.mayTryAgain(WHY, 0, now + SECOND);
        assertThat(absence.pauseNanos(now + SECOND)).isLessThan(2 * SECOND);
    }

    @Test
    void isOnePauseForAttemptsThatEndTogether() {
        Absence absence = new Absence(Retry.FOREVER);
        absence.mayTryAgain(WHY, 0, 0);
        long first = absence.pauseNanos(0);
        for (int other = 0; other < 15; other++) {
            absence.mayTryAgain(WHY, 0, 1_000);
            assertThat(absence.pauseNanos(1_000)).isEqualTo(first - 1_000);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = How.class,
            names = {"NOBODY", "NO_ANSWER", "SILENT"})
    void isSaidInWords(How how) {
        assertThat(Absence.words(Outcome.of(how))).isNotBlank();
    }

    @Test
    void isNotWhereTheServerIsThereAndSaysNo() {
        for (Reason reason : new Reason[] {Reason.TOKEN, Reason.NAME, Reason.EXISTS, Reason.SERVER_KEY, Reason.QUOTA}) {
            assertThat(Absence.words(new Outcome(How.REFUSED, reason, "no"))).isNull();
        }
        assertThat(Absence.words(Outcome.of(How.STOPPED))).isNull();
        assertThat(Absence.words(Outcome.DONE)).isNull();
        assertThat(Absence.words(new Outcome(How.REFUSED, Reason.STOPPED, ""))).contains("stopped");
    }

    @ParameterizedTest
    @CsvSource({"8h, 28800", "30m, 1800", "90s, 90", "90, 90", "0.5h, 1800", "3d, 259200"})
    void isReadAsPeopleWriteTimes(String text, long seconds) {
        assertThat(new Retry.Converter().convert(text).nanos()).isEqualTo(seconds * SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1h", "8x", "h", "ever", "99999d", "FOREVER "})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> new Retry.Converter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("forever");
    }
}
