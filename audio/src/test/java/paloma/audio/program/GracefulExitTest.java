package paloma.audio.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GracefulExitTest {
    private final Lifetime lifetime = new Lifetime(bug -> {});
    private final ToldShutdown shutdown = new ToldShutdown();
    private final GracefulExit exit = new GracefulExit(lifetime, shutdown);

    @Test
    void aSignalEndsTheRun() {
        exit.close();
        exit.finish();

        assertThat(lifetime.isOver()).isTrue();
    }

    @Test
    void whoeverIsStoppedInPeaceEndsAsTheSignalHasIt() {
        assertThat(exit.with(0)).isZero();
        exit.close();
        exit.finish();

        assertThat(shutdown.halted()).isEmpty();
    }

    /** As when the disk is full at the last second of a recording. */
    @Test
    void whoeverFailsWhileItIsStoppedSaysSo() {
        assertThat(exit.with(1)).isEqualTo(1);
        exit.close();
        exit.finish();

        assertThat(shutdown.halted()).hasValue(1);
    }

    /** A command that was run within another program must not decide how that one ends. */
    @Test
    void leavesNothingBehind() {
        exit.begin();
        exit.with(1);
        assertThat(shutdown.hooks()).isOne();
        exit.close();

        assertThat(shutdown.hooks()).isZero();
    }
}
