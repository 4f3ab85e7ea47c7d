package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.client.FakeTerminal;

class JsonReporterTest {
    private static final long SECOND = 1_000_000_000L;

    private final FakeTerminal console = FakeTerminal.pipe();

    @Test
    void saysOnceASecondWhatItWaitsFor() {
        JsonReporter reporter = new JsonReporter(console.terminal());
        long now = System.nanoTime();
        Wait wait = new Wait("film", "all \"slots\" are taken", now - 12 * SECOND);
        for (int tenth = 0; tenth < 15; tenth++) {
            reporter.waiting(wait, now + tenth * SECOND / 10);
        }
        assertThat(console.out().lines())
                .containsExactly(
                        "{\"event\":\"waiting\",\"name\":\"film\",\"text\":\"all \\\"slots\\\" are taken\",\"seconds\":12}",
                        "{\"event\":\"waiting\",\"name\":\"film\",\"text\":\"all \\\"slots\\\" are taken\",\"seconds\":13}");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void hasAnObjectForEachItemThatIsLeftOut() {
        JsonReporter reporter = new JsonReporter(console.terminal());
        for (int i = 0; i < 150; i++) {
            reporter.leftOut("caf\udce9" + i, "a pipe");
        }
        assertThat(console.out().lines())
                .hasSize(150)
                .first()
                .isEqualTo("{\"event\":\"left_out\",\"name\":\"caf\\udce90\",\"reason\":\"a pipe\"}");
    }

    @Test
    void isQuietWhereThatIsWanted() {
        new QuietReporter(console.terminal()).waiting(new Wait("film", "all slots are taken", 0), 12 * SECOND);
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isEmpty();
    }
}
