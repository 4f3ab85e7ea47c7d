package paloma.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** For people: {@code 2026-11-22T09:15:04.123+01:00 WARN  Upload: the disk is full}, in local time (RFC 3339). */
final class TextEncoder extends EncoderBase<ILoggingEvent> {
    private static final int LEVEL_WIDTH = 5;

    private final TimeStamp time;
    private final String replica;

    TextEncoder(String replica) {
        this(null, replica);
    }

    /** @param replica the name of this server, in each line; null for none */
    TextEncoder(ZoneId zone, String replica) {
        time = new TimeStamp(zone);
        this.replica = replica == null ? "" : " [" + replica + "]";
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        time.append(line, event.getTimeStamp());
        String level = event.getLevel().toString();
        line.append(' ')
                .append(level)
                .append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length())))
                .append(replica);
        String logger = event.getLoggerName();
        line.append(' ')
                .append(logger, logger.lastIndexOf('.') + 1, logger.length())
                .append(": ");
        SafeText.append(line, event.getFormattedMessage());
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            Failure.append(line, event.getThrowableProxy());
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return null;
    }

    @Override
    public byte[] footerBytes() {
        return null;
    }
}
