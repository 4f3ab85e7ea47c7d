package paloma.transfer.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CON",
                "con",
                "nul",
                "Aux.txt",
                "aux.c",
                "prn.tar.gz",
                "COM1",
                "com0",
                "com1.log",
                "lpt9",
                "COM\u00b9",
                "nul .txt",
                "CONIN$",
                "conout$",
                "a.",
                "...",
                "a ",
                " ",
                "Screenshot 10:11:12.png",
                "C:",
                "a\\b",
                "a/b",
                "what?",
                "a*",
                "a<b",
                "a>b",
                "say \"x\"",
                "a|b",
                "a\nb",
                "a\u0000b",
                "a\u001fb",
                "caf\udce9.txt"
            })
    void windowsRefuses(String part) {
        assertThat(StorageRules.WINDOWS.refusal(part)).isNotBlank().matches("[ -~]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                ".hidden",
                "..a",
                " leading",
                "M\u00fcll",
                "console.txt",
                "com10",
                "com",
                "lpt",
                "null",
                "auxiliary",
                "a$b",
                "-rf",
                "x\u202ey",
                "family \uD83D\uDC68\u200D\uD83D\uDC69.png"
            })
    void windowsKeeps(String part) {
        assertThat(StorageRules.WINDOWS.refusal(part)).isNull();
        assertThat(StorageRules.MACOS.refusal(part)).isNull();
        assertThat(StorageRules.POSIX.refusal(part)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "aux.c", "a.", " ", "a\\b", "a\nb", "\u007f", "caf\udce9.txt", "a*?\"<>|"})
    void linuxKeepsAllButAZeroByte(String part) {
        assertThat(StorageRules.POSIX.refusal(part)).isNull();
    }

    @Test
    void refusesWhatNoSystemKeeps() {
        assertThat(StorageRules.values()).allMatch(rules -> rules.refusal("a\u0000") != null);
        assertThat(StorageRules.MACOS.refusal("caf\udce9")).isNotNull();
    }

    @Test
    void knowsSystemsByTheirNames() {
        assertThat(StorageRules.of("Windows 11")).isEqualTo(StorageRules.WINDOWS);
        assertThat(StorageRules.of("Mac OS X")).isEqualTo(StorageRules.MACOS);
        assertThat(StorageRules.of("Linux")).isEqualTo(StorageRules.POSIX);
        assertThat(StorageRules.of("FreeBSD")).isEqualTo(StorageRules.POSIX);
    }
}
