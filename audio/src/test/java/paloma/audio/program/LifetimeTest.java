package paloma.audio.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.audio.Bugs;

@Timeout(60)
class LifetimeTest {
    private final List<Throwable> reported = new ArrayList<>();
    private final Lifetime lifetime = new Lifetime(reported::add);

    @Test
    void lastsUntilItIsEnded() throws Exception {
        assertThat(lifetime.await(0)).isFalse();
        lifetime.end();
        lifetime.end();

        assertThat(lifetime.await(0)).isTrue();
        assertThat(reported).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void aBugInAGuardedTaskEndsIt(Throwable bug) throws Exception {
        lifetime.guarded(() -> Bugs.hit(bug)).run();

        assertThat(lifetime.await(0)).isTrue();
        assertThat(reported).containsExactly(bug);
    }

    @Test
    void onlyTheFirstBugIsReported() {
        Throwable first = new IllegalStateException();
        lifetime.breakOff(first);
        lifetime.breakOff(new AssertionError());
        lifetime.guarded(() -> Bugs.hit(new NullPointerException())).run();

        assertThat(reported).containsExactly(first);
    }

    @Test
    void aGuardedTaskThatWorksEndsNothing() throws Exception {
        List<String> done = new ArrayList<>();
        lifetime.guarded(() -> done.add("task")).run();

        assertThat(done).containsExactly("task");
        assertThat(lifetime.await(0)).isFalse();
    }

    @Test
    void endsEvenWhereNothingCanBeReported() throws Exception {
        Lifetime mute = new Lifetime(Bugs::hit);

        assertThatThrownBy(() -> mute.breakOff(new StackOverflowError())).isInstanceOf(StackOverflowError.class);
        assertThat(mute.await(0)).isTrue();
    }
}
