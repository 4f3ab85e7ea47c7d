package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.Printable;
import paloma.net.SpokenText;

class ChatTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tower a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a",
                "\u0308x",
                "\u202d\u0323",
                "\u00e9 e\u0301"
            })
    void knowsAnEchoByItsSkeleton(String text) {
        assertThat(ChatText.skeleton(SpokenText.shown(text))).isEqualTo(ChatText.skeleton(text));
    }

    @Test
    void aSkeletonOutlivesTheEscapesOfAServer() {
        outlives(Printable::sentence);
        outlives(SpokenText::shown);
    }

    private static void outlives(UnaryOperator<String> server) {
        Random random = new Random(17);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                int c = random.nextInt(random.nextBoolean() ? 0x380 : 0x3000);
                text.appendCodePoint(c == '\n' || c == '\r' ? ' ' : c);
            }
            assertThat(ChatText.skeleton(server.apply(text.toString())))
                    .as("%s", Printable.quote(text.toString()))
                    .isEqualTo(ChatText.skeleton(text.toString()));
        }
    }
}
