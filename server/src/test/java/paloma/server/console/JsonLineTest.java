package paloma.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonLineTest {
    @Test
    void escapesEveryCharacterThatIsNotPlainAscii() {
        for (char c = 0; c < 0x300; c++) {
            String value = new JsonLine().add("v", String.valueOf(c)).toString();
            assertThat(value).matches("\\{\"v\":\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\nrt]|\\\\u[0-9a-f]{4})\"\\}");
        }
    }

    @Test
    void keepsHalfAPairOfSurrogatesAsOneEscape() {
        assertThat(new JsonLine().add("v", "\ud800").toString()).isEqualTo("{\"v\":\"\\ud800\"}");
    }

    @Test
    void separatesMembers() {
        assertThat(new JsonLine().add("a", 1).add("b", "c").add("d", -2).toString())
                .isEqualTo("{\"a\":1,\"b\":\"c\",\"d\":-2}");
        assertThat(new JsonLine().toString()).isEqualTo("{}");
    }
}
