package paloma.server.logging;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Writes times as all of Paloma shows them (RFC 3339): {@code 2026-11-22T09:15:04.123+01:00}, in local time. */
final class TimeStamp {
    /** Found with the first line: the tables of time zones take long to load, and the start does not wait for them. */
    private ZoneId zone;

    /** @param zone null for that of the system */
    TimeStamp(ZoneId zone) {
        this.zone = zone;
    }

    /** Costs a tenth of a {@code DateTimeFormatter}, which takes 30 ms to load. */
    void append(StringBuilder line, long millis) {
        if (zone == null) {
            zone = ZoneId.systemDefault();
        }
        Instant instant = Instant.ofEpochMilli(millis);
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
