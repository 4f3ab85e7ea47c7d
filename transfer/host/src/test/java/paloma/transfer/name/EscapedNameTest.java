package paloma.transfer.name;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapedNameTest {
    @ParameterizedTest
    @CsvSource(
            value = {
                "café.txt|café.txt",
                "a b|a b",
                "a\\b|a\\\\b",
                "a\\n|a\\\\n",
                "caf\udce9|caf\\xE9",
                "\u007f|\\x7F",
                "a\u0085b|a\\xC2\\x85b",
                "a\u0007b|a\\x07b",
                "\u202egnp|\u202egnp"
            },
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false)
    void escapesWhatWouldBreakALine(String name, String escaped) {
        assertThat(EscapedName.escape(name)).isEqualTo(escaped);
        assertThat(EscapedName.unescape(escaped)).isEqualTo(name);
    }

    @Test
    void givesBackEveryName() {
        Random random = new Random(20261126);
        byte[] telling = {'\n', '\t', '\\', 'x', 'n', 'E', '9', (byte) 0xc3, (byte) 0xa9, (byte) 0xe9, (byte) 0xff};
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(8)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = random.nextBoolean() ? telling[random.nextInt(telling.length)] : (byte) random.nextInt();
            }
            String name = NameBytes.decode(bytes);
            String escaped = EscapedName.escape(name);
            assertThat(escaped.chars()).noneMatch(Character::isISOControl);
            assertThat(new String(escaped.getBytes(UTF_8), UTF_8)).isEqualTo(escaped);
            assertThat(EscapedName.unescape(escaped)).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\\", "\\q", "\\x", "\\x1", "\\xg0", "\\N", "a\tb", "a\nb", "a\u0085"})
    void refusesWhatIsNeverWritten(String text) {
        assertThat(EscapedName.unescape(text)).isNull();
    }

    @Test
    void readsBytesThatAreTextTogetherAsThatText() {
        assertThat(EscapedName.unescape("caf\\xc3\\xA9")).isEqualTo("café");
    }
}
