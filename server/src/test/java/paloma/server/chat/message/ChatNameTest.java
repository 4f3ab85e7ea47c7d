package paloma.server.chat.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "ana",
                "guest-17",
                "Ana.B_2",
                "-",
                "9",
                "Žofie",
                "नेहा",
                "さくら",
                "محمد",
                "𐐀𐐁",
                "abcdefghijklmnopqrstuvwx"
            })
    void takesLettersAndDigitsOfAnyScript(String name) {
        assertThat(ChatName.parse(name)).map(ChatName::text).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a:",
                "*",
                "[a",
                "/a",
                "a\\b",
                "a,b",
                "a\u202eb",
                "a\u200db",
                "a\u200b",
                "\u3164",
                "\uffa0a",
                "\u0301a",
                "a\u0338\u0338\u0338",
                "a\u20dd",
                "a\ufe0f",
                "😀",
                "½",
                "a\u00a0b",
                "a\u0000",
                "\ue000",
                "abcdefghijklmnopqrstuvwxy"
            })
    void takesNothingElse(String name) {
        assertThat(ChatName.parse(name)).isEmpty();
    }

    @Test
    void countsCodePointsOfTheComposedForm() {
        assertThat(ChatName.parse("e\u0301".repeat(24))).map(ChatName::text).contains("é".repeat(24));
        assertThat(ChatName.parse("𐐀".repeat(24))).isPresent();
        assertThat(ChatName.parse("𐐀".repeat(25))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ana,ANA", "straße,STRASSE", "σας,ΣΑΣ", "ﬁn,FIN", "Ａna,ana", "İ,i̇", "ǆ,ǅ", "é,é", "ᾳ,ᾼ"})
    void isTheSameRegardlessOfCase(String one, String other) {
        assertThat(parse(one).isSameAs(parse(other))).isTrue();
        assertThat(parse("x").isSameAs(parse(other))).isFalse();
    }

    /** Whatever Java calls the other case of a letter is the same name. */
    @Test
    void isTheSameInEachCaseOfEachLetter() {
        int letters = 0;
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            Optional<ChatName> name = ChatName.parse(Character.toString(c));
            if (name.isEmpty()) {
                continue;
            }
            letters++;
            for (int other : new int[] {Character.toUpperCase(c), Character.toLowerCase(c), Character.toTitleCase(c)}) {
                assertThat(ChatName.parse(Character.toString(other))
                                .orElseThrow()
                                .isSameAs(name.get()))
                        .as("U+%04x and U+%04x", c, other)
                        .isTrue();
            }
        }
        assertThat(letters).isGreaterThan(120_000);
    }

    private static ChatName parse(String name) {
        return ChatName.parse(name).orElseThrow();
    }
}
