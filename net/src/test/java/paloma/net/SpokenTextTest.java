package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpokenTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello, world",
                "C:\\new",
                "äöü 你好 שלום नमस्ते",
                "👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3",
                "می\u200cخواهم",
                "葛\udb40\udd00",
                "Z\u0324\u0336a",
                "a\u00a0b"
            })
    void leavesWhatPeopleWrite(String text) {
        assertThat(SpokenText.shown(text)).isEqualTo(text);
    }

    @Test
    void writesOutWhatControlsDeceivesOrHides() {
        assertThat(SpokenText.shown("a\tb")).isEqualTo("a\\tb");
        assertThat(SpokenText.shown("\u001b[31mred\u0007")).isEqualTo("\\u001b[31mred\\u0007");
        assertThat(SpokenText.shown("a\rb\nc")).isEqualTo("a\\rb\\nc");
        assertThat(SpokenText.shown("\u009b1m\u0085")).isEqualTo("\\u009b1m\\u0085");
        assertThat(SpokenText.shown("evil\u202etxt.exe")).isEqualTo("evil\\u202etxt.exe");
        assertThat(SpokenText.shown("\ufeff\u00ad\u200b\u2060")).isEqualTo("\\ufeff\\u00ad\\u200b\\u2060");
        assertThat(SpokenText.shown("\udb40\udc41")).as("a tag").isEqualTo("\\udb40\\udc41");
        assertThat(SpokenText.shown("\u3164\u2800\u115f")).isEqualTo("\\u3164\\u2800\\u115f");
    }

    @Test
    void writesOutEachDirectionAndEachSeparator() {
        IntStream.of(
                        0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
                        0x2028, 0x2029)
                .forEach(c -> assertThat(SpokenText.shown("a" + Character.toString(c) + "b"))
                        .isEqualTo("a" + String.format("\\u%04x", c) + "b"));
    }

    @Test
    void letsNoMarkStandOnWhatIsBeforeTheText() {
        assertThat(SpokenText.shown("\u0301a")).isEqualTo("\\u0301a");
        assertThat(SpokenText.shown("\u200da")).isEqualTo("\\u200da");
        assertThat(SpokenText.shown("\ufe0fa")).isEqualTo("\\ufe0fa");
    }

    @Test
    void letsNoTowerOfMarksReachTheLinesOfOthers() {
        assertThat(SpokenText.shown("a" + "\u0301".repeat(9) + "b\u0301"))
                .isEqualTo("a" + "\u0301".repeat(8) + "\\u0301b\u0301");
    }

    @Test
    void nothingUnsafeStandsAlone() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String alone = SpokenText.shown(Character.toString(c));
            boolean isNewEmoji = c >= 0x1f300 && c <= 0x1faff;
            assertThat(isNewEmoji || alone.codePoints().noneMatch(Printable::isUnsafe))
                    .as("U+%X", c)
                    .isTrue();
        }
    }

    @Test
    void leavesWhatItHasWrittenOut() {
        Random random = new Random(17);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(24); n >= 0; n--) {
                text.appendCodePoint(random.nextBoolean() ? 0x300 + random.nextInt(8) : random.nextInt(0x3000));
            }
            String shown = SpokenText.shown(text.toString());
            assertThat(SpokenText.shown(shown)).isEqualTo(shown);
        }
    }

    @Test
    void showsEmojiThatJavaDoesNotKnowYet() {
        assertThat(SpokenText.shown("\ud83e\udee0")).as("Unicode 14").isEqualTo("\ud83e\udee0");
        assertThat(SpokenText.shown("\ud83e\udef7")).as("Unicode 15").isEqualTo("\ud83e\udef7");
    }
}
