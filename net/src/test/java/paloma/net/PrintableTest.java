package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    /** Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt), first and last of each range. */
    private static final List<int[]> IGNORABLE = List.of(
            new int[] {0xad, 0xad},
            new int[] {0x34f, 0x34f},
            new int[] {0x61c, 0x61c},
            new int[] {0x115f, 0x1160},
            new int[] {0x17b4, 0x17b5},
            new int[] {0x180b, 0x180f},
            new int[] {0x200b, 0x200f},
            new int[] {0x202a, 0x202e},
            new int[] {0x2060, 0x206f},
            new int[] {0x3164, 0x3164},
            new int[] {0xfe00, 0xfe0f},
            new int[] {0xfeff, 0xfeff},
            new int[] {0xffa0, 0xffa0},
            new int[] {0xfff0, 0xfff8},
            new int[] {0x1bca0, 0x1bca3},
            new int[] {0x1d173, 0x1d17a},
            new int[] {0xe0000, 0xe0fff});

    @Test
    void nothingThatIsNotSeenStandsPlainly() {
        for (int[] range : IGNORABLE) {
            for (int c = range[0]; c <= range[1]; c++) {
                assertIsEscaped(c);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 0x1b, 0x7f, 0x85, 0x9b, 0x2028, 0x2029, 0x2800, 0xd800, 0xdfff, 0xe000, 0xfdd0, 0xffff, 0x10ffff
            })
    void norWhatMovesTheCursorOrEndsALineOrIsNoCharacter(int c) {
        assertIsEscaped(c);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.txt|\"a.txt\"",
                "a\", 192.0.2.7:9: done; 9 bytes \"b|\"a\\\", 192.0.2.7:9: done; 9 bytes \\\"b\"",
                "C:\\temp|\"C:\\\\temp\"",
                "ä日本😀|\"ä日本😀\""
            })
    void whatIsQuotedCannotEndItsQuotes(String text, String quoted) {
        assertThat(Printable.quote(text)).isEqualTo(quoted);
    }

    @Test
    void aMarkDoesNotCombineWithTheQuote() {
        assertThat(Printable.quote("\u0301a\u0301")).isEqualTo("\"\\u0301a\u0301\"");
        assertThat(Printable.quote("\u20e0")).isEqualTo("\"\\u20e0\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "photos/1.jpg", "/run/paloma/echo.sock", "ä日本", "a-b_c+d@e~f%g=h#i"})
    void aPlainWordStandsAsItIs(String name) {
        assertThat(Printable.word(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "x: 9 bytes in 1 s", "\"", "'", "a,b", "\u0301", "a\u3000b", "a\\b", "\u202eb"})
    void whatIsNoPlainWordIsQuoted(String name) {
        assertThat(Printable.word(name)).isEqualTo(Printable.quote(name));
    }

    @Test
    void aSentenceKeepsItsBackslashes() {
        assertThat(Printable.sentence("\"a\\\\b\" is \u001b[2Jno\nfile"))
                .isEqualTo("\"a\\\\b\" is \\u001b[2Jno\\nfile");
    }

    private static void assertIsEscaped(int c) {
        String escaped = Printable.escape("a" + new String(new int[] {c}, 0, 1) + "b");
        assertThat(escaped).as("U+%04X", c).matches("a(\\\\[nrt]|(\\\\u[0-9a-f]{4}){1,2})b");
    }

    @Test
    void showsTheBytesOfANameThatAreNoTextAsBytes() {
        assertThat(Printable.escape("caf\udce9\udc80.txt")).isEqualTo("caf\\xE9\\x80.txt");
        assertThat(Printable.word("caf\udce9")).isEqualTo("\"caf\\xE9\"");
        assertThat(Printable.sentence("caf\udcff")).isEqualTo("caf\\xFF");
        assertThat(Printable.escape("\udc00\udd00\ud800")).isEqualTo("\\udc00\\udd00\\ud800");
    }

    /** Trojan Source (CVE-2021-42574) and its like. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061,
                0x2066, 0x2067, 0x2068, 0x2069, 0x061c, 0x00ad, 0x180e, 0xfeff, 0xfff9, 0x3164, 0x115f, 0x2800, 0xfe0f,
                0x034f, 0xe0001, 0xe0041, 0xe0100, 0x1d173, 0x7f, 0x9b
            })
    void escapesWhatIsNotSeenInANameOrTurnsItAround(int c) {
        String name = "report" + Character.toString(c) + "gpj.exe";
        assertThat(Printable.word(name)).matches("\"report(\\\\u[0-9a-f]{4}){1,2}gpj\\.exe\"");
    }
}
