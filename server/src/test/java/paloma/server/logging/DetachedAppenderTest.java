package paloma.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DetachedAppenderTest {
    private final LoggerContext context = new LoggerContext();
    private final LongAdder lost = new LongAdder();

    @Test
    void writesEveryLineBeforeItStops() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DetachedAppender appender = start(out);
        Logger log = logger(appender);
        for (int i = 0; i < 500; i++) {
            log.info("line {}", i);
        }
        appender.stop();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(500)
                .last()
                .asString()
                .endsWith("line 499");
        assertThat(lost.sum()).isZero();
    }

    @Test
    void neverWaitsForATerminalThatTakesNothing() throws InterruptedException {
        SuspendedTerminal terminal = new SuspendedTerminal();
        DetachedAppender appender = start(terminal);
        Logger log = logger(appender);
        log.info("the one that is stuck");
        assertThat(terminal.reached.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < DetachedAppender.QUEUE_LINES; i++) {
            log.info("info");
        }
        assertThat(lost.sum()).as("lines kept for warnings").isEqualTo(DetachedAppender.KEPT_FOR_WARNINGS);
        for (int i = 0; i < DetachedAppender.KEPT_FOR_WARNINGS; i++) {
            log.warn("warning");
        }
        assertThat(lost.sum()).isEqualTo(DetachedAppender.KEPT_FOR_WARNINGS);
        log.error("one more");
        assertThat(lost.sum()).isEqualTo(DetachedAppender.KEPT_FOR_WARNINGS + 1);
        terminal.resumed.countDown();
        appender.stop();
        assertThat(terminal.lines).isEqualTo(DetachedAppender.QUEUE_LINES + 1);
    }

    @Test
    void turnsArgumentsIntoTextAtOnce() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DetachedAppender appender = start(out);
        StringBuilder changing = new StringBuilder("before");
        logger(appender).info("{}", changing);
        changing.replace(0, changing.length(), "after");
        appender.stop();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("before");
    }

    @Test
    void countsWhatCannotBeWritten() {
        DetachedAppender appender = start(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("closed");
            }
        });
        logger(appender).info("into the void");
        appender.stop();
        assertThat(lost.sum()).isEqualTo(1);
    }

    private DetachedAppender start(OutputStream out) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        DetachedAppender appender = new DetachedAppender(new TextEncoder(ZoneOffset.UTC, null), out, lost);
        appender.setContext(context);
        appender.start();
        return appender;
    }

    private Logger logger(DetachedAppender appender) {
        Logger log = context.getLogger("test");
        log.setLevel(Level.INFO);
        log.addAppender(appender);
        return log;
    }

    private static final class SuspendedTerminal extends OutputStream {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch resumed = new CountDownLatch(1);
        private volatile int lines;

        @Override
        public void write(int b) {
            throw new AssertionError("lines come whole");
        }

        @Override
        public void write(byte[] line, int offset, int length) throws IOException {
            reached.countDown();
            try {
                resumed.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            lines++;
        }
    }
}
