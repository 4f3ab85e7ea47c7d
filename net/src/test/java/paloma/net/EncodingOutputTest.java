package paloma.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class EncodingOutputTest {
    private static String printed(String text, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EncodingOutput out = new EncodingOutput(bytes, charset)) {
            out.println(text);
            out.printf("%s", text);
        }
        String twice = bytes.toString(charset);
        String once = twice.substring(0, twice.indexOf('\n')).stripTrailing();
        assertThat(twice).isEqualTo(once + System.lineSeparator() + once);
        return once;
    }

    @Test
    void printsWhatTheTerminalLacksAsItsCode() {
        assertThat(printed("caf\u00e9 \u65e5 \ud83d\udd6c", US_ASCII)).isEqualTo("caf\\u00e9 \\u65e5 \\ud83d\\udd6c");
        assertThat(printed("caf\u00e9 \u65e5", ISO_8859_1)).isEqualTo("caf\u00e9 \\u65e5");
    }

    @Test
    void leavesAllElseAsItIs() {
        assertThat(printed("plain ? \\ text", US_ASCII)).isEqualTo("plain ? \\ text");
        assertThat(printed("caf\u00e9 \ud83d\udd6c", UTF_8)).isEqualTo("caf\u00e9 \ud83d\udd6c");
        assertThat(printed(null, US_ASCII)).isEqualTo("null");
    }
}
