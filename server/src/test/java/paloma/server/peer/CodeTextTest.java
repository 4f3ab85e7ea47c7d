package paloma.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTextTest {
    @Test
    void isToldInTwoGroupsOfThreeDigits() {
        assertThat(CodeText.told(482_913)).isEqualTo("To join, send: 482 913\n");
        assertThat(CodeText.told(7)).isEqualTo("To join, send: 000 007\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"482913", "482 913", " 482 913 ", "4 8 2 9 1 3", "482\t913"})
    void isReadWithAndWithoutBlanks(String line) {
        assertThat(read(line)).isEqualTo(482_913);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "48291",
                "4829130",
                "482-913",
                "482913.",
                "-482913",
                "+82913",
                "48291३",
                "482\u00a0913",
                "482 913\r",
                "To join, send: 482 913",
                "ana: 482 913"
            })
    void isNothingElse(String line) {
        assertThat(read(line)).isEqualTo(CodeText.NONE);
    }

    @Test
    void isAnyOfAMillion() {
        for (int code = 0; code < 1_000_000; code += 37) {
            String told = CodeText.told(code);
            assertThat(read(told.substring("To join, send: ".length(), told.length() - 1)))
                    .isEqualTo(code);
        }
    }

    private static int read(String line) {
        ByteBuf bytes =
                Unpooled.copiedBuffer("9" + line, StandardCharsets.UTF_8).skipBytes(1);
        int code = CodeText.read(bytes);
        assertThat(bytes.readableBytes()).as("stays").isEqualTo(line.getBytes(StandardCharsets.UTF_8).length);
        return code;
    }
}
