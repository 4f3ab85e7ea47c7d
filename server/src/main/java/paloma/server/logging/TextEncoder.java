package paloma.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** For people: {@code 2026-11-22T09:15:04.123+01:00 WARN  Upload: the disk is full}, in local time (RFC 3339). */
final class TextEncoder extends EncoderBase<ILoggingEvent> {
    private static final int LEVEL_WIDTH = 5;

    /** Found with the first line: the tables of time zones take long to load, and the start does not wait for them. */
    private ZoneId zone;

    TextEncoder() {
        this(null);
    }

    TextEncoder(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        if (zone == null) {
            zone = ZoneId.systemDefault();
        }
        StringBuilder line = new StringBuilder(160);
        appendTime(line, Instant.ofEpochMilli(event.getTimeStamp()));
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length())));
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

    /** Costs a tenth of a {@code DateTimeFormatter}, which takes 30 ms to load. */
    private void appendTime(StringBuilder line, Instant instant) {
        ZoneOffset offset = zone.getRules().getOffset(instant);
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
        line.append(time.toLocalDate()).append('T');
        appendPadded(line, time.getHour(), 10).append(':');
        appendPadded(line, time.getMinute(), 10).append(':');
        appendPadded(line, time.getSecond(), 10).append('.');
        appendPadded(line, time.getNano() / 1_000_000, 100);
        line.append(offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId());
    }

    private static StringBuilder appendPadded(StringBuilder line, int number, int leastPower) {
        for (int power = leastPower; power > Math.max(1, number); power /= 10) {
            line.append('0');
        }
        return line.append(number);
    }
}
