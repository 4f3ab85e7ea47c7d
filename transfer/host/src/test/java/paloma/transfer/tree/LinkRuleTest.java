package paloma.transfer.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkRuleTest {
    @ParameterizedTest
    @CsvSource({
        "l, a",
        "l, a/b/c",
        "l, .",
        "l, ./a",
        "l, a/",
        "l, a//b",
        "l, ...",
        "l, ..a/b",
        "l, a/..b",
        "d/l, ..",
        "d/l, ../a",
        "d/l, ./../a",
        "d/l, ../",
        "d/l, .//../a",
        "d/e/l, ../../a",
        "d/e/f/l, ../.."
    })
    void staysInside(String name, String target) {
        assertThat(LinkRule.staysInside(name, target.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "l, /",
        "l, /etc/passwd",
        "l, //x",
        "l, ..",
        "l, ../a",
        "l, ./..",
        "l, a/..",
        "l, a/../b",
        "l, ''",
        "d/l, ../..",
        "d/l, ../../a",
        "d/l, a/../..",
        "d/l, ..//..",
        "d/l, .././..",
        "d/l, ../a/..",
        "d/e/l, ../../../x"
    })
    void leadsOut(String name, String target) {
        assertThat(LinkRule.staysInside(name, target.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void judgesBytesThatAreNoText() {
        assertThat(LinkRule.staysInside("l", new byte[] {(byte) 0xE9, '/', (byte) 0xFF}))
                .isTrue();
        assertThat(LinkRule.staysInside("l", new byte[] {(byte) 0xE9, '/', '.', '.'}))
                .isFalse();
        assertThat(LinkRule.staysInside("l", new byte[] {'a', 0, 'b'})).isFalse();
    }
}
