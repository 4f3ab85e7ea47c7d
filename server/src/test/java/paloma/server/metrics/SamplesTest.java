package paloma.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.server.metrics.Samples.Figure;

class SamplesTest {
    private final ServiceMeter echo = new ServiceMeter("echo", "udp");
    private final ServiceMeter prime = new ServiceMeter("prime", "udp");
    private final Samples samples = new Samples(List.of(echo, prime));

    @Test
    void hasNothingBeforeTheFirstSecondIsOver() {
        samples.tick(1_000);
        assertThat(samples.kept().of(0, Figure.REQUESTS)).isEmpty();
        assertThat(samples.kept().endMillis()).isEqualTo(1_000);
    }

    @Test
    void showsWhatEachDidInEachSecond() {
        echo.requested(5, 50);
        samples.tick(1_000);
        echo.requested(2, 20);
        prime.refused(Refusal.BUSY);
        prime.refused(Refusal.LIMIT);
        samples.tick(2_000);
        prime.answered(3, 9, 1);
        samples.tick(3_000);
        assertThat(samples.kept().of(0, Figure.REQUESTS)).containsExactly(2, 0);
        assertThat(samples.kept().of(0, Figure.REQUEST_BYTES)).containsExactly(20, 0);
        assertThat(samples.kept().of(1, Figure.REFUSALS)).containsExactly(2, 0);
        assertThat(samples.kept().of(1, Figure.ANSWERS)).containsExactly(0, 3);
        assertThat(samples.kept().of(1, Figure.ANSWER_BYTES)).containsExactly(0, 9);
    }

    @Test
    void forgetsWhatIsOlderThanTenMinutes() {
        for (int second = 0; second <= 2 * Samples.SECONDS; second++) {
            echo.requested(second, 0);
            samples.tick(second);
        }
        long[] requests = samples.kept().of(0, Figure.REQUESTS);
        assertThat(requests).hasSize(Samples.SECONDS);
        assertThat(requests[0]).isEqualTo(Samples.SECONDS + 1);
        assertThat(requests[Samples.SECONDS - 1]).isEqualTo(2 * Samples.SECONDS);
    }
}
