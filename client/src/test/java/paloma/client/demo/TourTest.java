package paloma.client.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import paloma.client.terminal.CliException;

/** Why one of the clients that run at the same time failed. */
class TourTest {
    @Test
    void saysWhatTheServerDid() {
        CliException silent = new CliException("No answer.");

        assertThat(Tour.failure(silent)).isSameAs(silent);
        assertThat(Tour.failure(new TimeoutException()))
                .hasMessage("The 3 clients were not all connected in 10 s.")
                .extracting(CliException::exitCode)
                .isEqualTo(1);
        assertThat(Tour.failure(new BrokenBarrierException())).hasMessageContaining("not all connected");
    }

    @Test
    void throwsABug() {
        NullPointerException bug = new NullPointerException();
        assertThatThrownBy(() -> Tour.failure(bug)).hasCause(bug);
        StackOverflowError deep = new StackOverflowError();
        assertThatThrownBy(() -> Tour.failure(deep)).hasCause(deep);
    }
}
