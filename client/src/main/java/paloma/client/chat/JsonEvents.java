package paloma.client.chat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import paloma.client.terminal.Json;

/** Events for programs: a JSON object each, on a line. */
final class JsonEvents {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

    /** So far the clock of a server may be ahead of ours before its time is taken for yesterday's. */
    private static final int MAX_AHEAD_MINUTES = 5;

    private JsonEvents() {}

    static String line(ChatEvent event, Instant now) {
        Json json = Json.event(event.type().name()).add("time", time(event.said(), now));
        if (!event.room().isEmpty()) {
            json.add("room", event.room());
        }
        if (!event.from().isEmpty()) {
            json.add("from", event.from());
        }
        json.add("text", event.text());
        return (event.own() ? json.add("own", true) : json).line();
    }

    /** A server says at what time of which day, and not of which day. */
    private static String time(LocalTime said, Instant now) {
        ZonedDateTime here = now.atZone(ZoneOffset.UTC);
        if (said == null) {
            return TIME.format(here);
        }
        ZonedDateTime today = here.truncatedTo(ChronoUnit.DAYS).with(said);
        return TIME.format(today.isAfter(here.plusMinutes(MAX_AHEAD_MINUTES)) ? today.minusDays(1) : today);
    }
}
