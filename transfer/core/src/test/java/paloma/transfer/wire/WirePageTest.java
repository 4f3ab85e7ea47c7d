package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of docs/wire.md and of the records are the bytes that the code writes. */
class WirePageTest {
    private final WirePage page = new WirePage();

    @ParameterizedTest
    @EnumSource
    void showsTheBytesOfEachOnThePage(Example example) {
        assertThat(page.examples(example.title())).contains(example.bytes());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"COOKIE", "OPEN", "ACCEPT", "DONE_OF_A_BATCH"},
            mode = EnumSource.Mode.EXCLUDE)
    void showsTheBytesOfEachOnItsRecord(Example example) {
        Path source = Path.of("src/main/java/paloma/transfer/wire", example.title() + ".java");
        String picture = WirePage.between(WirePage.read(source), " * <pre>\n", " * </pre>\n");
        assertThat(WirePage.hex(picture.replace("\n * ", "\n"))).isEqualTo(example.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void listsEachWithItsType(Example example) {
        assertThat(page.text()).contains("| 0x%02x | [%s]".formatted(example.type(), example.title()));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STALE_COOKIE", "TOKEN", "SERVER_KEY"},
            mode = EnumSource.Mode.EXCLUDE)
    void listsEachReasonWithItsCode(Reason reason) {
        assertThat(page.text()).contains("| %d | %s |".formatted(reason.code(), reason));
    }

    @ParameterizedTest
    @EnumSource
    void listsEachHintWithItsCode(Hint.Why why) {
        assertThat(page.text()).contains("| %d | %s |".formatted(why.ordinal(), why));
    }
}
