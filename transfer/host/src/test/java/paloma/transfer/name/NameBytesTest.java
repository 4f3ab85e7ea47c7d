package paloma.transfer.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameBytesTest {
    private static final FileSystem SYSTEM = FileSystems.getDefault();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "tmp",
                "dev",
                "-rf",
                " ",
                "a\\b",
                "a:b",
                "100%",
                "%41",
                "?#&=",
                "line\nbreak",
                "caf\u00e9.txt",
                "caf\udce9.txt",
                "\udcff",
                "replaced \ufffd",
                "\ud83d\udd6c and \udc80",
                "zero\u200bwidth",
                "x\u202ey"
            })
    void givesEachNameAPathAndBack(String name) {
        Path path = NameBytes.path(SYSTEM, name);
        assertThat(path.getNameCount()).isEqualTo(1);
        assertThat(path.isAbsolute()).isFalse();
        assertThat(NameBytes.of(path)).isEqualTo(name);
        assertThat(NameBytes.of(Path.of("/some/where").resolve(path))).isEqualTo(name);
        assertThat(NameBytes.text(Path.of("b", "c").resolve(path))).isEqualTo("b/c/" + name);
    }

    @Test
    void givesBackAllBytes() {
        Random random = new Random(20261126);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            for (int k = 0; k < bytes.length; k++) {
                int b = 1 + random.nextInt(255);
                bytes[k] = (byte) (b == '/' ? 'x' : b);
            }
            String name = NameBytes.decode(bytes);
            assertThat(NameBytes.encode(NameBytes.of(NameBytes.path(SYSTEM, name))))
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a", "a/b", "a\u0000b", "\ud800", "\udc00", "\udcc3\udca9"})
    void refusesWhatIsNotOneName(String name) {
        assertThatThrownBy(() -> NameBytes.path(SYSTEM, name)).isInstanceOf(InvalidPathException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/etc/passwd", "a\u0000b"})
    void makesNoTargetsThatAreNoneOrLeadOut(String target) {
        byte[] bytes = NameBytes.encode(target);
        assertThatThrownBy(() -> NameBytes.target(SYSTEM, bytes)).isInstanceOf(InvalidPathException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a",
                "/",
                "/caf\udce9",
                "../caf\udce9",
                "a/\udcff/b",
                "caf\u00e9/\ud83d\udd6c",
                "/x/\udc80/y"
            })
    void readsWhatAPersonWrote(String text) {
        Path path = NameBytes.parse(text);
        assertThat(NameBytes.text(path)).isEqualTo(text);
        assertThat(path.isAbsolute()).isEqualTo(text.startsWith("/"));
    }

    @Test
    void showsAbsolutePathsAsTheyAre() {
        assertThat(NameBytes.text(Path.of("/"))).isEqualTo("/");
        assertThat(NameBytes.text(Path.of("/a/\u00e9"))).isEqualTo("/a/\u00e9");
        assertThat(NameBytes.text(Path.of(""))).isEmpty();
    }
}
