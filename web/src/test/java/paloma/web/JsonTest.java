package paloma.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String OBJECT =
            "{\"type\":\"volume\",\"value\":0.5,\"on\":true,\"off\":false,\"millis\":null}";

    @Test
    void readsOneFlatObject() {
        Map<String, Object> members = Json.read(OBJECT).orElseThrow();
        assertThat(members)
                .containsOnlyKeys("type", "value", "on", "off", "millis")
                .containsEntry("type", "volume")
                .containsEntry("value", 0.5)
                .containsEntry("on", true)
                .containsEntry("off", false)
                .containsEntry("millis", null);
        assertThat(Json.read(" { } ")).hasValue(Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "\"text\"",
                "[]",
                "{\"a\":{}}",
                "{\"a\":[]}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":1} x",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":+1}",
                "{\"a\":01}",
                "{\"a\":123456789012345678901}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":1 /* why */}",
                "{\"token\":\"guess"
            })
    void readsNothingElse(String text) {
        assertThat(Json.read(text)).isEmpty();
    }

    @Test
    void readsNoProperPrefix() {
        for (int length = 0; length < OBJECT.length(); length++) {
            assertThat(Json.read(OBJECT.substring(0, length))).isEmpty();
        }
    }

    @Test
    void readsOrRefusesWhateverIsChanged() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(OBJECT);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                text.setCharAt(
                        random.nextInt(text.length()), (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
            }
            Json.read(text.toString()).ifPresent(members -> assertThat(members).hasSizeLessThanOrEqualTo(5));
        }
    }

    @Test
    void refusesADepthThatWouldExhaustAStack() {
        assertThat(Json.read("[".repeat(4_000))).isEmpty();
        assertThat(Json.read("{\"a\":".repeat(700))).isEmpty();
    }

    /** A table of names would hold what strangers made up until the program ends. */
    @Test
    void keepsNoNameOfAStranger() {
        assertThat(nameOf("{\"made up\":1}")).isEqualTo("made up").isNotSameAs(nameOf("{\"made up\":1}"));
    }

    @Test
    void writesTextsSoThatTheyStayTexts() {
        String text = Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("text", "\"\\\u0000\n</script>\u00fc\ud83d\ude00");
            out.writeEndObject();
        });
        assertThat(text).isEqualTo("{\"text\":\"\\\"\\\\\\u0000\\n</script>\u00fc\ud83d\ude00\"}");
        assertThat(Json.read(text)).hasValue(Map.of("text", "\"\\\u0000\n</script>\u00fc\ud83d\ude00"));
    }

    private static String nameOf(String text) {
        return Json.read(text).orElseThrow().keySet().iterator().next();
    }
}
