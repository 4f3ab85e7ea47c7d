package paloma.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswererTest {
    private final Queue<Throwable> mistakes = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void refusesWhatWouldHaveToWaitTooLong() throws Exception {
        try (Answerer answerer = new Answerer("test", 1, 2, this::awaitGate, mistakes::add)) {
            for (int i = 0; i < 5; i++) {
                answerer.answer(asked("/" + i), Runnable::run, this::take);
            }
            assertThat(answers).hasSize(2).allMatch(answer -> answer.equals("503 too many requests at once\n"));
            gate.countDown();
            for (int i = 0; i < 2; i++) {
                answers.take();
            }
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo("200 /0\n");
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo("200 /1\n");
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo("200 /2\n");
        }
    }

    @Test
    void forgetsWhatNobodyWaitsForAnyMore() throws Exception {
        try (Answerer answerer = new Answerer("test", 1, 2, this::awaitGate, mistakes::add)) {
            answerer.answer(asked("/0"), Runnable::run, this::take);
            for (int i = 0; i < 100; i++) {
                answerer.forget(answerer.answer(asked("/gone"), Runnable::run, this::take));
            }
            answerer.answer(asked("/1"), Runnable::run, this::take);
            gate.countDown();
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo("200 /0\n");
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo("200 /1\n");
        }
    }

    private void take(Reply reply) {
        Answer answer = (Answer) reply;
        answers.add(answer.status() + " " + new String(answer.body(), UTF_8));
    }

    private static Asked asked(String path) {
        return new Asked(path, EmptyHttpHeaders.INSTANCE, null, false, true, null);
    }

    private Answer awaitGate(Asked asked) {
        try {
            gate.await();
            return Answer.word(Answer.OK, asked.path());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
