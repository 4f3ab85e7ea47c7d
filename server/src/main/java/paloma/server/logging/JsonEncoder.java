package paloma.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;

/**
 * For programs, one JSON object a line:
 * {@code {"time":"2026-11-22T09:15:04.123+01:00","level":"warn","logger":"paloma.server.upload.Upload","thread":"disk-1","message":"..."}},
 * and {@code "error"} with the stack where there is an exception. Logback's own encoder writes twice as much, the age
 * of the context in each line among it.
 */
final class JsonEncoder extends EncoderBase<ILoggingEvent> {
    private final TimeStamp time;
    private final String replica;

    JsonEncoder(String replica) {
        this(null, replica);
    }

    /** @param replica the name of this server, in each line; null for none */
    JsonEncoder(ZoneId zone, String replica) {
        time = new TimeStamp(zone);
        this.replica = replica;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(240);
        line.append("{\"time\":\"");
        time.append(line, event.getTimeStamp());
        line.append("\",\"level\":\"")
                .append(event.getLevel().toString().toLowerCase(Locale.ROOT))
                .append('"');
        if (replica != null) {
            append(line, "replica", replica);
        }
        append(line, "logger", event.getLoggerName());
        append(line, "thread", event.getThreadName());
        append(line, "message", event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            StringBuilder error = new StringBuilder();
            Failure.append(error, event.getThrowableProxy());
            append(line, "error", error.toString());
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return null;
    }

    @Override
    public byte[] footerBytes() {
        return null;
    }

    private static void append(StringBuilder line, String key, String text) {
        line.append(",\"").append(key).append("\":");
        SafeText.appendJson(line, text);
    }
}
