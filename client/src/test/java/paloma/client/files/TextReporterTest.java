package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import paloma.client.FakeTerminal;
import paloma.transfer.wire.Reason;

class TextReporterTest {
    private static final long SECOND = 1_000_000_000L;

    private final FakeTerminal console = FakeTerminal.pipe();
    private final Tally tally = new Tally();

    @BeforeEach
    void one() {
        tally.files = 1;
        tally.name = "notes.tar";
        tally.totalBytes = 50_000_000;
        tally.doneBytes = 50_000_000;
    }

    @Test
    void sumsUpWhatWasSent() {
        tally.sentBytes = 52_000_000;
        tally.resentBytes = 600_000;
        tally.roundTripNanos = 50_000_000;
        assertThat(TextReporter.summary(tally, 4 * SECOND))
                .isEqualTo("notes.tar: 50,000,000 bytes in 4.00 s, 100.0 Mbit/s; 1.2 % sent again, 50 ms round trip");
    }

    @Test
    void saysNothingOfWhatWasSentAgainWhereNothingWas() {
        tally.sentBytes = 52_000_000;
        assertThat(TextReporter.summary(tally, 4 * SECOND))
                .isEqualTo("notes.tar: 50,000,000 bytes in 4.00 s, 100.0 Mbit/s");
    }

    @Test
    void sumsUpWhatWasFetched() {
        tally.packets = 40_000;
        tally.lostPackets = 400;
        assertThat(TextReporter.summary(tally, 4 * SECOND))
                .isEqualTo("notes.tar: 50,000,000 bytes in 4.00 s, 100.0 Mbit/s; 1.0 % lost on the way");
    }

    @Test
    void countsOnlyWhatMovedWhereSomeWasThere() {
        tally.heldBytes = 30_000_000;
        assertThat(TextReporter.summary(tally, SECOND))
                .isEqualTo("notes.tar: 50,000,000 bytes in 1.00 s, 160.0 Mbit/s; 30,000,000 bytes were there already");
    }

    @Test
    void givesNoRateWhereNothingMoved() {
        tally.heldBytes = 50_000_000;
        assertThat(TextReporter.summary(tally, SECOND / 10))
                .isEqualTo("notes.tar: 50,000,000 bytes in 0.10 s; all of it was there already");
    }

    @Test
    void sumsUpATreeWithWhatWasThereAndWhatWasLeftOut() {
        tally.files = 5_000;
        tally.doneFiles = 4_997;
        tally.heldFiles = 3_001;
        tally.heldBytes = 30_000_000;
        tally.leftOut = 3;
        assertThat(TextReporter.summary(tally, SECOND))
                .isEqualTo("4,997 files, 50,000,000 bytes in 1.00 s, 160.0 Mbit/s;"
                        + " 3,001 files, 30,000,000 bytes were there already; 3 left out");
    }

    @Test
    void namesAHundredThatAreLeftOutAndCountsTheRest() {
        TextReporter reporter = new TextReporter(console.terminal());
        for (int i = 1; i <= 1_234; i++) {
            reporter.leftOut("photos/queue" + i, "a pipe");
        }
        reporter.last();
        assertThat(console.err().lines())
                .hasSize(101)
                .contains("left out: photos/queue1: a pipe", "left out: photos/queue100: a pipe")
                .last()
                .isEqualTo("left out: 1,134 more");
    }

    @Test
    void aNameThatIsLeftOutForgesNoLine() {
        TextReporter reporter = new TextReporter(console.terminal());
        reporter.leftOut("a\nleft out: b\u202ec", "the disk says: \u001b[2J");
        assertThat(console.err().lines())
                .containsExactly("left out: \"a\\nleft out: b\\u202ec\": the disk says: \\u001b[2J");
    }

    @Test
    void namesAHundredThatFailedAndCountsTheRest() {
        TextReporter reporter = new TextReporter(console.terminal());
        Outcome refused = new Outcome(Outcome.How.REFUSED, Reason.EXISTS, "x");
        for (int i = 1; i <= 150; i++) {
            reporter.ended(new TaskResult("a" + i, 1, 0, true, false, refused), "Not sent: a" + i + ".");
        }
        reporter.last();
        assertThat(console.err().lines()).hasSize(101).last().isEqualTo("Failed: 50 more");
    }

    @Test
    void writesPlainLinesIntoALog() {
        TextReporter reporter = new TextReporter(console.terminal());
        tally.doneBytes = 12_500_000;
        reporter.progress(tally, System.nanoTime() + SECOND);
        reporter.last();
        assertThat(console.out()).isEmpty();
        assertThat(console.err())
                .startsWith("notes.tar: 25 % of 50,000,000 bytes, ")
                .doesNotContain("\u001b", "\r");
    }

    @Test
    void writesALineIntoALogWhenItBeginsToWaitAndRarelyThen() {
        TextReporter reporter = new TextReporter(console.terminal());
        for (int second = 2; second < 150; second++) {
            reporter.waiting(new Wait("notes.tar", "all slots\u001b are taken", 0), second * SECOND);
        }
        assertThat(console.err().lines())
                .containsExactly(
                        "notes.tar: waiting for 0:02: all slots\\u001b are taken",
                        "notes.tar: waiting for 1:02: all slots\\u001b are taken",
                        "notes.tar: waiting for 2:02: all slots\\u001b are taken");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void writesALineWhenItWaitsForSomethingElse() {
        TextReporter reporter = new TextReporter(console.terminal());
        reporter.waiting(new Wait("", "one", 0), 2 * SECOND);
        reporter.waiting(new Wait("", "two", 0), 3 * SECOND);
        assertThat(console.err().lines()).containsExactly("waiting for 0:02: one", "waiting for 0:03: two");
    }

    @Test
    void saysNothingOnStandardOutputWhereItFailed() {
        TextReporter reporter = new TextReporter(console.terminal());
        reporter.failed(tally, Outcome.of(Outcome.How.STOPPED), "Stopped.");
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isEqualTo("Stopped." + System.lineSeparator());
    }
}
