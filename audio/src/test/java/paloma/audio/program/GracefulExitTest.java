package paloma.audio.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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

    /** A command that was run within another program must not decide how that one ends. */
    @Test
    void leavesNothingBehind() {
        exit.begin();
        exit.with(1);
        exit.close();

        assertThatCode(exit::begin)
                .as("the hook is gone, or it could not be added")
                .doesNotThrowAnyException();
        exit.close();
    }
}
