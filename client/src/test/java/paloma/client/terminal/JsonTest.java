package paloma.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesAnEventFirst() {
        assertThat(Json.event("file")
                        .add("name", "a")
                        .add("bytes", 7)
                        .addNumber("seconds", "0.25")
                        .add("own", false)
                        .line())
                .isEqualTo("{\"event\":\"file\",\"name\":\"a\",\"bytes\":7,\"seconds\":0.25,\"own\":false}");
    }

    @Test
    void isEmptyWhereNothingIsAdded() {
        assertThat(new Json().line()).isEqualTo("{}");
    }

    @Test
    void isAsciiWhateverTheTextIs() {
        assertThat(new Json().add("a\"", "\\\u0000\u001b\u00e9\ud83d\ude00").line())
                .isEqualTo("{\"a\\\"\":\"\\\\\\u0000\\u001b\\u00e9\\ud83d\\ude00\"}");
    }
}
