package paloma.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTextTest {
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
        assertThat(ChatText.shown(text)).isEqualTo(text);
    }

    @Test
    void writesOutWhatControlsDeceivesOrHides() {
        assertThat(ChatText.shown("a\tb")).isEqualTo("a\\tb");
        assertThat(ChatText.shown("\u001b[31mred\u0007")).isEqualTo("\\u001b[31mred\\u0007");
        assertThat(ChatText.shown("a\rb\nc")).isEqualTo("a\\rb\\nc");
        assertThat(ChatText.shown("\u009b1m\u0085")).isEqualTo("\\u009b1m\\u0085");
        assertThat(ChatText.shown("evil\u202etxt.exe")).isEqualTo("evil\\u202etxt.exe");
        assertThat(ChatText.shown("\ufeff\u00ad\u200b\u2060")).isEqualTo("\\ufeff\\u00ad\\u200b\\u2060");
        assertThat(ChatText.shown("\udb40\udc41")).as("a tag").isEqualTo("\\udb40\\udc41");
        assertThat(ChatText.shown("\u3164\u2800\u115f")).isEqualTo("\\u3164\\u2800\\u115f");
    }

    @Test
    void writesOutEachDirectionAndEachSeparator() {
        IntStream.of(
                        0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
                        0x2028, 0x2029)
                .forEach(c -> assertThat(ChatText.shown("a" + Character.toString(c) + "b"))
                        .isEqualTo("a" + String.format("\\u%04x", c) + "b"));
    }

    @Test
    void letsNoMarkStandOnWhatIsBeforeTheText() {
        assertThat(ChatText.shown("\u0301a")).isEqualTo("\\u0301a");
        assertThat(ChatText.shown("\u200da")).isEqualTo("\\u200da");
        assertThat(ChatText.shown("\ufe0fa")).isEqualTo("\\ufe0fa");
    }

    @Test
    void letsNoTowerOfMarksReachTheLinesOfOthers() {
        assertThat(ChatText.shown("a" + "\u0301".repeat(9) + "b\u0301"))
                .isEqualTo("a" + "\u0301".repeat(8) + "\\u0301b\u0301");
    }

    @Test
    void showsEmojiThatJavaDoesNotKnowYet() {
        assertThat(ChatText.shown("\ud83e\udee0")).as("Unicode 14").isEqualTo("\ud83e\udee0");
        assertThat(ChatText.shown("\ud83e\udef7")).as("Unicode 15").isEqualTo("\ud83e\udef7");
    }
}
