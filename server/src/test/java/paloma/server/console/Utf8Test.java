package paloma.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void cutsEveryTextAtAWholeCharacter() {
        String text = "aé€😀z";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int limit = 0; limit <= bytes.length + 1; limit++) {
            int cut = Utf8.cut(bytes, limit);
            assertThat(cut).isLessThanOrEqualTo(limit).isGreaterThan(Math.min(limit, bytes.length) - 4);
            assertThat(text).startsWith(new String(bytes, 0, cut, StandardCharsets.UTF_8));
        }
        assertThat(Utf8.cut(bytes, bytes.length)).isEqualTo(bytes.length);
    }

    @Test
    void cutsWhatIsNotUtf8AtTheLimit() {
        byte[] bytes = {'a', (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};
        assertThat(Utf8.cut(bytes, 5)).isEqualTo(5);
    }
}
