package paloma.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodersTest {
    private static final long TIME_MILLIS = 1_795_334_504_007L; // 2026-11-22T08:01:44.007+00:00

    private final LoggerContext context = new LoggerContext();

    @Test
    void writesALineForPeople() {
        assertThat(text(event("disk {} is full", "a", null)))
                .isEqualTo("2026-11-22T08:01:44.007+00:00 WARN  Upload: disk a is full\n");
    }

    @Test
    void writesALineForPrograms() {
        assertThat(json(event("say \"{}\"", "\\n", null)))
                .isEqualTo("{\"time\":\"2026-11-22T08:01:44.007+00:00\",\"level\":\"warn\","
                        + "\"logger\":\"paloma.server.upload.Upload\",\"thread\":\"disk-1\","
                        + "\"message\":\"say \\\"\\\\n\\\"\"}\n");
    }

    @Test
    void namesTheReplicaInEachLine() {
        LoggingEvent event = event("disk {} is full", "a", null);
        assertThat(encode(new TextEncoder(ZoneOffset.UTC, "b"), event))
                .isEqualTo("2026-11-22T08:01:44.007+00:00 WARN  [b] Upload: disk a is full\n");
        assertThat(encode(new JsonEncoder(ZoneOffset.UTC, "b"), event))
                .startsWith("{\"time\":\"2026-11-22T08:01:44.007+00:00\",\"level\":\"warn\",\"replica\":\"b\",");
    }

    @Test
    void letsNoControlCharacterThrough() {
        for (int c = 0; c < 0x3000; c++) {
            String hostile = "a" + Character.toString(c) + "b";
            boolean invisible =
                    List.of(0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800).contains(c);
            boolean control = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || invisible;
            String text = text(event("{}", hostile, null));
            String json = json(event("{}", hostile, null));
            assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
            assertThat(json.indexOf('\n')).isEqualTo(json.length() - 1);
            if (control || Character.isLetterOrDigit(c)) {
                assertThat((text + json).contains(hostile))
                        .as("U+%04x as it is", c)
                        .isEqualTo(!control);
            }
        }
    }

    @Test
    void escapesAsPeopleAndProgramsReadIt() {
        assertThat(text(event("{}", "\u001b[2J\n\u202e\u2028", null)))
                .endsWith("Upload: \\u001b[2J\\u000a\\u202e\\u2028\n");
        assertThat(json(event("{}", "\u001b\n\t\ud800", null))).endsWith("\"message\":\"\\u001b\\n\\t\\ud800\"}\n");
        assertThat(json(event("{}", "ü\ud83d\udd4a", null))).contains("ü\ud83d\udd4a");
    }

    @Test
    void letsNoExceptionForgeALine() {
        Exception failure = new IllegalStateException("x\n2026 ERROR forged\u0007", new RuntimeException("cause"));
        assertThat(text(event("failed", null, failure)).lines())
                .element(1)
                .isEqualTo("    java.lang.IllegalStateException: x\\u000a2026 ERROR forged\\u0007");
        assertThat(text(event("failed", null, failure)).lines().skip(1))
                .allMatch(line -> line.startsWith("    "))
                .anyMatch(line -> line.contains("Caused by: java.lang.RuntimeException: cause"))
                .anyMatch(line -> line.contains("at " + EncodersTest.class.getName()));
        assertThat(json(event("failed", null, failure)))
                .hasLineCount(1)
                .contains("\"error\":\"    java.lang.IllegalStateException: x\\\\u000a2026");
    }

    @Test
    void endsAtARingOfCauses() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));
        assertThat(text(event("failed", null, first)).length()).isLessThan(100_000);
    }

    private LoggingEvent event(String message, Object argument, Throwable failure) {
        LoggingEvent event = new LoggingEvent(
                "",
                context.getLogger("paloma.server.upload.Upload"),
                Level.WARN,
                message,
                failure,
                argument == null ? null : new Object[] {argument});
        event.setTimeStamp(TIME_MILLIS);
        event.setThreadName("disk-1");
        return event;
    }

    private static String text(LoggingEvent event) {
        return encode(new TextEncoder(ZoneOffset.UTC, null), event);
    }

    private static String json(LoggingEvent event) {
        return encode(new JsonEncoder(ZoneOffset.UTC, null), event);
    }

    private static String encode(Encoder<ch.qos.logback.classic.spi.ILoggingEvent> encoder, LoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
