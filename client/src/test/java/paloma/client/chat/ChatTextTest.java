package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.Printable;

class ChatTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "back\\slash",
                "grüß, דנה, 日本",
                "\u2764\ufe0f",
                "\ud83d\udc69\u200d\ud83d\udcbb",
                "می\u200cخواهم"
            })
    void leavesWhatPeopleWrite(String text) {
        assertThat(ChatText.safe(text)).isEqualTo(text);
    }

    @Test
    void writesOutWhatHarms() {
        assertThat(ChatText.safe("\u001b[2Jx\ty\n\u202ez\u2066 \u200e\u061c\u2028\u0007\u009b31m"))
                .isEqualTo("\\u001b[2Jx\\ty\\n\\u202ez\\u2066 \\u200e\\u061c\\u2028\\u0007\\u009b31m");
        assertThat(ChatText.safe("\u200d\u200dx")).isEqualTo("\\u200d\\u200dx");
        assertThat(ChatText.safe("x \ufe0f")).isEqualTo("x \\ufe0f");
    }

    @Test
    void noTextOfAnyKindReachesATerminalUnsafe() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String safe = ChatText.safe("x" + Character.toString(c) + " " + Character.toString(c));
            assertThat(safe.codePoints().filter(Printable::isUnsafe).count())
                    .as("U+%X", c)
                    .isLessThanOrEqualTo(ChatText.isJoiner(c) ? 1 : 0);
        }
    }

    @Test
    void aSkeletonOutlivesTheEscapesOfAServer() {
        Random random = new Random(17);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                int c = random.nextInt(random.nextBoolean() ? 0x250 : 0x3000);
                text.appendCodePoint(c == '\n' || c == '\r' ? ' ' : c);
            }
            assertThat(ChatText.skeleton(Printable.sentence(text.toString())))
                    .as("%s", Printable.quote(text.toString()))
                    .isEqualTo(ChatText.skeleton(text.toString()));
        }
    }
}
