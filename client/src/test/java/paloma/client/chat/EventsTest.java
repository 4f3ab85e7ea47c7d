package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.client.chat.ChatEvent.Type;

class EventsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T00:03:04.500Z");

    @Test
    void aLineForABot() {
        assertThat(JsonEvents.line(new ChatEvent(Type.line, "lobby", "ana", null, "\"hi\"\u001b", true), NOW))
                .isEqualTo("{\"event\":\"line\",\"time\":\"2026-11-27T00:03:04.500+00:00\",\"room\":\"lobby\","
                        + "\"from\":\"ana\",\"text\":\"\\\"hi\\\"\\u001b\",\"own\":true}");
        assertThat(JsonEvents.line(new ChatEvent(Type.notice, "", "", null, "x", false), NOW))
                .isEqualTo("{\"event\":\"notice\",\"time\":\"2026-11-27T00:03:04.500+00:00\",\"text\":\"x\"}");
    }

    /** A server says at what time of which day, and its clock may be a little ahead. */
    @Test
    void whatWasSaidBeforeMidnightIsOfYesterday() {
        assertThat(history(LocalTime.of(23, 59, 0))).contains("\"time\":\"2026-11-26T23:59:00.000+00:00\"");
        assertThat(history(LocalTime.of(0, 3, 10))).contains("\"time\":\"2026-11-27T00:03:10.000+00:00\"");
        assertThat(history(LocalTime.of(0, 0, 0))).contains("\"time\":\"2026-11-27T00:00:00.000+00:00\"");
    }

    private static String history(LocalTime said) {
        return JsonEvents.line(new ChatEvent(Type.history, "lobby", "ana", said, "x", false), NOW);
    }

    @Test
    void aNameHasItsColourOnATerminalAlone() {
        ChatEvent ben = new ChatEvent(Type.line, "lobby", "ben", null, "hi", false);
        assertThat(new TextEvents(false).line(ben)).isEqualTo("ben: hi");
        assertThat(new TextEvents(true).line(ben)).matches("\u001b\\[3[1-6]mben\u001b\\[m: hi");
        ChatEvent old = new ChatEvent(Type.history, "lobby", "ben", LocalTime.of(14, 0, 0), "hi", false);
        assertThat(new TextEvents(false).line(old)).isEqualTo("[14:00:00Z] ben: hi");
        ChatEvent own = new ChatEvent(Type.line, "lobby", "ben", null, "hi", true);
        assertThat(new TextEvents(true).line(own)).isEqualTo("\u001b[1mben\u001b[m: hi");
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void nothingOfTheNetworkReachesATerminalAsItIs(Type type) {
        ChatEvent event =
                new ChatEvent(type, "lobby", "ben", LocalTime.NOON.plusSeconds(1), "\u001b]0;x\u0007\u202e\r", false);
        assertThat(new TextEvents(false).line(event)).endsWith("\\u001b]0;x\\u0007\\u202e\\r");
        assertThat(JsonEvents.line(event, NOW)).matches("[ -~]+");
    }
}
