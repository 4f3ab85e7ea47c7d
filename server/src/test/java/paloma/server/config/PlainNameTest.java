package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"film.mp4", "a", "Grüße 2.txt", "part", "a.part.gz", "nul-1", "com", "com10", "x.nul"})
    void takesWhatEveryFileSystemHolds(String name) {
        assertThat(PlainName.isPlain(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "../x",
                "a/b",
                "/a",
                "a\\b",
                "c:x",
                "a*",
                "a?",
                "a\"b",
                "a<b",
                "a>b",
                "a|b",
                ".hidden",
                "dot.",
                " a",
                "a ",
                "x.part",
                "X.PART",
                "nul",
                "NUL.txt",
                "aux .c",
                "com1",
                "LPT9.log",
                "a\u202eb",
                "a\nb"
            })
    void refusesWhatLeadsElsewhereOrCannotBeKept(String name) {
        assertThat(PlainName.isPlain(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "鳩"})
    void countsBytesNotCharacters(String letter) {
        int bytes = letter.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        int most = PlainName.MAX_BYTES / bytes;
        assertThat(PlainName.isPlain(letter.repeat(most))).isTrue();
        assertThat(PlainName.isPlain(letter.repeat(most + 1))).isFalse();
    }
}
