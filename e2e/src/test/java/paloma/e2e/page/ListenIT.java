package paloma.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import paloma.testkit.BenchRun;

/** What a browser plays of a receiver's page is recorded, and judged sample by sample against what was sent. */
@Isolated("what other tests need of the processor would be heard")
class ListenIT {
    private static final double MAX_WRONG_PERCENT = 10;

    private static final double MAX_BEHIND_MILLIS = 400;

    /** What the recorder takes at a time is heard that much later. */
    private static final double RECORDER_MILLIS = 10;

    @Test
    void aBrowserPlaysWhatTheReceiverPlays() throws Exception {
        Heard heard = Heard.of("5");
        assertThat(heard.wrongPercent()).as("not as sent, in percent").isLessThan(MAX_WRONG_PERCENT);
        assertThat(heard.behindMillis()).as("behind the receiver").isBetween(0.0, MAX_BEHIND_MILLIS);
        assertThat(heard.offMillis()).as("what the page says").isBetween(-30.0, 30.0);
    }

    /** On a machine that has nothing else to do. */
    @Test
    @Tag("soak")
    void nothingIsMissingInAMinute() throws Exception {
        Heard heard = Heard.of("60");
        assertThat(heard.wrongPercent()).isZero();
        assertThat(heard.events()).isZero();
        assertThat(heard.behindMillis()).isBetween(0.0, 100.0 + RECORDER_MILLIS);
        assertThat(heard.offMillis()).as("what the page says").isBetween(-10.0, 10.0);
    }

    private record Heard(double wrongPercent, int events, double behindMillis, double offMillis) {
        static Heard of(String seconds) throws Exception {
            String printed = BenchRun.of("listen.py", "--seconds", seconds);
            System.out.println(printed);
            MatchResult judged = found("\\| out of the browser \\| ([\\d.]+)% \\| (\\d+) \\|", printed);
            return new Heard(
                    Double.parseDouble(judged.group(1)),
                    Integer.parseInt(judged.group(2)),
                    millis("The browser was (-?\\d+) ", printed),
                    millis("off by (-?\\d+) ", printed));
        }

        private static double millis(String pattern, String printed) {
            return Double.parseDouble(found(pattern, printed).group(1));
        }

        private static MatchResult found(String pattern, String printed) {
            return Pattern.compile(pattern)
                    .matcher(printed)
                    .results()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(pattern + " is not in " + printed));
        }
    }
}
