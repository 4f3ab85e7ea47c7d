package paloma.audio.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GracefulExitTest {
    private final Lifetime lifetime = new Lifetime(bug -> {});
    private final List<Integer> halted = new ArrayList<>();
    private final GracefulExit exit = new GracefulExit(lifetime, halted::add);

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

        assertThat(halted).isEmpty();
    }

    /** As when the disk is full at the last second of a recording. */
    @Test
    void whoeverFailsWhileItIsStoppedSaysSo() {
        assertThat(exit.with(1)).isEqualTo(1);
        exit.close();
        exit.finish();

        assertThat(halted).containsExactly(1);
    }
}
