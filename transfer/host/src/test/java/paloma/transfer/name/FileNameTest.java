package paloma.transfer.name;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Reason;

class FileNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b/c.txt",
                ".hidden",
                "..a",
                "a..b",
                "...a",
                "with space",
                " leading",
                "Müll/日本語.txt",
                "family \uD83D\uDC68\u200D\uD83D\uDC69.png",
                "console.txt",
                "com10",
                "lpt",
                "null",
                "a$b",
                "-rf",
                "~",
                "%2e%2e",
                "what?",
                "paloma-part",
                "Screenshot 10:11:12.png",
                "aux.c",
                "a.",
                " ",
                "a\\b",
                "..\\a",
                "a\nb",
                "a\u001b[31mb",
                "a\u007fb",
                "a\u2028b",
                "x\u202egnp.exe",
                "zero\u200bwidth",
                "caf\udce9.txt",
                "\udcff/\udc80"
            })
    void takesNamesThatLeadDown(String text) throws Exception {
        assertThat(FileName.parse(text).text()).isEqualTo(text);
    }

    private static Stream<String> hostile() {
        return Stream.of(
                "",
                "/",
                "/etc/passwd",
                "//host/share",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/..",
                "a/../../b",
                "./a",
                "a/./b",
                "a\u0000b",
                ".film.paloma-part",
                ".film.PALOMA-PART",
                "a/.film.paloma-part.state",
                "film.paloma-part/x",
                "lone \uD800 half",
                "\uDC00",
                "\uDCC3\uDCA9",
                "\uDCFF".repeat(256),
                "x".repeat(256),
                "\u00fc".repeat(128),
                "a/".repeat(384) + "a",
                "/" + "\n".repeat(700));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesOthersInAShortSentenceThatIsSafeToShow(String text) {
        RefusedException e = catchThrowableOfType(RefusedException.class, () -> FileName.parse(text));
        assertThat(e).as("refusal of %s", text).isNotNull();
        assertThat(e.reason()).isEqualTo(Reason.NAME);
        assertThat(e.getMessage()).matches("[\\x20-\\x7eü\u00b9]+");
        assertThat(e.getMessage().getBytes(UTF_8).length).isLessThan(Fail.MAX_TEXT_BYTES);
    }

    @Test
    void takesTheLongestNameAndNoLonger() throws Exception {
        String three = "x".repeat(255) + '/' + "\u00fc".repeat(127) + "a/" + "y".repeat(255) + "/";
        assertThat(three.getBytes(UTF_8)).hasSize(768);
        String longest = three.substring(0, three.length() - 2) + "/z";
        assertThat(FileName.parse(longest).parts()).hasSize(4);
        RefusedException e = catchThrowableOfType(RefusedException.class, () -> FileName.parse("x/" + longest));
        assertThat(e).hasMessage("the name has 770 bytes, more than the 768 that can be sent");
    }

    @Test
    void takesLongerNamesInTrees() throws Exception {
        String longest = ("x".repeat(254) + "/").repeat(16) + "y".repeat(16);
        assertThat(FileName.parse(longest, FileName.MAX_TREE_BYTES).parts()).hasSize(17);
        RefusedException e = catchThrowableOfType(
                RefusedException.class, () -> FileName.parse(longest + "y", FileName.MAX_TREE_BYTES));
        assertThat(e).hasMessage("the name has 4097 bytes, more than the 4096 that can be sent");
    }

    @Test
    void showsBytesThatAreNoTextAsBytes() throws Exception {
        assertThat(FileName.parse("caf\udce9").shown()).isEqualTo("\"caf\\xE9\"");
        String cutInsideAnEmoji = "\ud83d\udc96" + "x".repeat(79);
        assertThat(RefusedException.shown(cutInsideAnEmoji)).isEqualTo("\"..." + "x".repeat(79) + "\"");
    }

    @Test
    void saysWhatIsWrong() {
        RefusedException e = catchThrowableOfType(RefusedException.class, () -> FileName.parse("a/../\u001b]b"));
        assertThat(e).hasMessage("\"a/../\\u001b]b\" has the part ..; names lead down only");
    }

    @Test
    void showsOfALongNameTheEnd() {
        String text = "x/".repeat(100) + "\u202e".repeat(20) + "film/";
        RefusedException e = catchThrowableOfType(RefusedException.class, () -> FileName.parse(text));
        assertThat(e.getMessage())
                .startsWith("\"...")
                .contains("\\u202efilm/\"")
                .hasSizeLessThan(160);
    }

    @Test
    void givesPartsOfLongNamesAHashForAName() {
        String name = "x".repeat(240);
        assertThat(PartNames.part(name)).hasSize(1 + 32 + 12).isNotEqualTo(PartNames.part("x".repeat(241)));
        assertThat(PartNames.stateOf(PartNames.part("x".repeat(236))).getBytes(UTF_8))
                .hasSize(255);
        assertThat(PartNames.isOurs(PartNames.part(name))).isTrue();
        assertThat(PartNames.isOurs(PartNames.stateOf(PartNames.part("a")))).isTrue();
    }
}
