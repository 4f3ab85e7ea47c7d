package paloma.audio.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.audio.Bugs;
import paloma.audio.pcm.UnusableException;

@Timeout(60)
class SoundSystemTest {
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        never.countDown();
    }

    @Test
    void returnsWhatIsOpened() throws Exception {
        assertThat(SoundSystem.answer("speaker", () -> "line")).isEqualTo("line");
    }

    @Test
    void aSoundSystemThatDoesNotAnswerIsGivenUp() {
        assertThatThrownBy(() -> SoundSystem.answer("microphone", this::hang, 10))
                .isInstanceOf(UnusableException.class)
                .hasMessage("The sound system does not answer, so there is no microphone; restart it.");
    }

    @Test
    void aLineThatNeverClosesHoldsNobodyUp() throws InterruptedException {
        SoundSystem.close(this::hang);

        hanging.await();
    }

    @Test
    void whyALineCannotBeOpenedIsPassedOn() {
        UnusableException why = new UnusableException("No speaker takes 1 Hz mono here.");

        assertThatThrownBy(() -> SoundSystem.answer("speaker", () -> {
                    throw why;
                }))
                .isSameAs(why);
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void aBugStaysOne(Throwable bug) {
        assertThatThrownBy(() -> SoundSystem.answer("speaker", () -> {
                    Bugs.hit(bug);
                    return null;
                }))
                .isSameAs(bug);
    }

    private Void hang() throws InterruptedException {
        hanging.countDown();
        never.await();
        return null;
    }
}
