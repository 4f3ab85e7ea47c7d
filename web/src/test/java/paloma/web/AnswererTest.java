package paloma.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswererTest {
    private final Queue<Throwable> mistakes = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void refusesWhatWouldHaveToWaitTooLong() throws Exception {
        try (Answerer answerer = new Answerer("test", 1, 2, this::awaitGate, mistakes::add)) {
            for (int i = 0; i < 5; i++) {
                answerer.answer("/" + i, Runnable::run, answers::add);
            }
            assertThat(answers)
                    .hasSize(2)
                    .allMatch(answer -> answer.equals(Answer.word(503, "too many requests at once")));
            gate.countDown();
            for (int i = 0; i < 2; i++) {
                answers.take();
            }
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo(Answer.word(200, "/0"));
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo(Answer.word(200, "/1"));
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo(Answer.word(200, "/2"));
        }
    }

    @Test
    void forgetsWhatNobodyWaitsForAnyMore() throws Exception {
        try (Answerer answerer = new Answerer("test", 1, 2, this::awaitGate, mistakes::add)) {
            answerer.answer("/0", Runnable::run, answers::add);
            for (int i = 0; i < 100; i++) {
                answerer.forget(answerer.answer("/gone", Runnable::run, answers::add));
            }
            answerer.answer("/1", Runnable::run, answers::add);
            gate.countDown();
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo(Answer.word(200, "/0"));
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo(Answer.word(200, "/1"));
        }
    }

    private Answer awaitGate(String path) {
        try {
            gate.await();
            return Answer.word(Answer.OK, path);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
