package paloma.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SparseAppenderTest {
    private final ListAppender<ILoggingEvent> shown = new ListAppender<>();
    private long nowNanos = Long.MAX_VALUE - TimeUnit.MINUTES.toNanos(2);

    @Test
    void letsALineAMinuteThroughAndThreeAtFirst() {
        shown.start();
        SparseAppender sparse = new SparseAppender(shown, () -> nowNanos);
        sparse.start();
        for (int i = 0; i < 1_000; i++) {
            sparse.doAppend(new LoggingEvent());
        }
        assertThat(shown.list).hasSize(3);
        for (int minute = 1; minute <= 5; minute++) {
            nowNanos += TimeUnit.MINUTES.toNanos(1);
            sparse.doAppend(new LoggingEvent());
            sparse.doAppend(new LoggingEvent());
            assertThat(shown.list).hasSize(3 + minute);
        }
        nowNanos += TimeUnit.HOURS.toNanos(1);
        for (int i = 0; i < 1_000; i++) {
            sparse.doAppend(new LoggingEvent());
        }
        assertThat(shown.list).hasSize(11);
    }
}
