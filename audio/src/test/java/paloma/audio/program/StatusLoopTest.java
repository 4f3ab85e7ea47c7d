package paloma.audio.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StatusLoopTest {
    private final StringWriter err = new StringWriter();
    private final StatusLine status = new StatusLine(new PrintWriter(err), false);
    private final Lifetime lifetime = new Lifetime(bug -> {});
    private long now = Long.MAX_VALUE - 5_000_000_000L;

    @Test
    void saysWhatCameUpBeforeTheEnd() throws Exception {
        lifetime.notices().add("One.");
        lifetime.notices().wake();
        lifetime.notices().add("Two.");
        lifetime.end();
        new StatusLoop(status, lifetime).run(() -> {}, () -> null);

        assertThat(err.toString().lines()).containsExactly("One.", "Two.");
    }

    @Test
    void looksAtOnceWhenItIsWoken() throws Exception {
        List<Boolean> looks = new ArrayList<>();
        lifetime.notices().wake();
        new StatusLoop(status, lifetime).run(() -> end(looks), () -> null);

        assertThat(looks).containsExactly(false, true);
    }

    private void end(List<Boolean> looks) {
        looks.add(lifetime.isOver());
        lifetime.end();
    }

    @Test
    void aLogHasALineEachTenSecondsHoweverMuchElseIsSaid() throws Exception {
        List<String> lines = new ArrayList<>();
        lifetime.notices().wake();
        new StatusLoop(status, lifetime, () -> now).run(this::second, () -> {
            lines.add("status");
            return "status";
        });

        assertThat(lines).hasSize(6);
        assertThat(err.toString().lines()).hasSize(6);
    }

    private int seconds;

    private void second() {
        now += 1_000_000_000;
        if (++seconds == 65) {
            lifetime.end();
        }
        lifetime.notices().wake();
    }

    @Test
    void whoeverAddsNeverWaits() {
        for (int i = 0; i < 10_000; i++) {
            lifetime.notices().add("Again.");
        }
        lifetime.end();
        assertThat(lifetime.isOver()).isTrue();
    }
}
