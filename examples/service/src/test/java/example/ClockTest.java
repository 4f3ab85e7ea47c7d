package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import paloma.service.Departure;
import paloma.service.testing.FakePeer;

class ClockTest {
    private final Clock clock = new Clock();

    @Test
    void tellsTheTimeToEverybody() throws Exception {
        FakePeer ana = FakePeer.of(clock).arrives();
        FakePeer ben = FakePeer.of(clock).arrives();

        clock.tell(Instant.parse("2026-11-27T08:00:00.250Z"));

        assertThat(ana.heard()).contains("2026-11-27T08:00:00Z\n");
        assertThat(ben.heard()).contains("2026-11-27T08:00:00Z\n");
    }

    @Test
    void letsGoWhoSaysStop() throws Exception {
        FakePeer ana = FakePeer.of(clock).arrives().says("go on");
        assertThat(ana.isDismissed()).isFalse();

        ana.says("stop");

        assertThat(ana.isDismissed()).isTrue();
    }

    @Test
    void forgetsWhoIsGone() throws Exception {
        FakePeer.of(clock).arrives().departs(Departure.SILENT);

        assertThat(clock.listeners).isEmpty();
    }
}
