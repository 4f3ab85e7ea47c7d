package paloma.audio.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.pcm.UnusableException;
import paloma.testkit.FreePorts;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PageOptionsTest {
    private static final String TOKEN = "correct-horse-battery-staple";

    @TempDir
    private Path folder;

    @Command
    private static final class Shown {
        @Mixin
        private PageOptions page;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--page-token new                        | of no use without --page",
                "--page-tls-key x                        | of no use without --page",
                "--page 0.0.0.0:7801                        | add --page-token new, or name a PORT alone.",
                "--page [::]:7801                           | add --page-token new, or name a PORT alone.",
                "--page 7801 --page-tls-cert x              | go together; add the other.",
                "--page 7801 --page-tls-key x               | go together; add the other.",
                "--page 7801 --page-token /nowhere          | /nowhere is not there; make one with paloma token FILE",
                "--page 7801 --page-tls-cert x --page-tls-key /nowhere | /nowhere is not there; name the certificate's key."
            })
    void refusesInOneSentence(String words, String sentence) {
        assertThatThrownBy(() -> open(words.split(" ")))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @CsvSource({"short, rw-------, no token of 16 characters", TOKEN + ", rw-r--r--, chmod 600"})
    void refusesATokenThatIsNone(String token, String mode, String sentence) throws Exception {
        Path file = file(token, mode);
        assertThatThrownBy(() -> open("--page", "7801", "--page-token", file.toString()))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void theLinkHasTheTokenOfTheFile() throws Exception {
        Path file = file("# a comment\n" + TOKEN + "\n", "rw-------");
        try (PageServer page = open("--page", "0.0.0.0:" + FreePorts.tcp(), "--page-token", file.toString())) {
            assertThat(page.link()).matches("http://[0-9.]+:\\d+/#" + TOKEN).doesNotContain("0.0.0.0");
        }
    }

    @Test
    void aNewTokenIsAnotherEachTime() throws Exception {
        try (PageServer one = open("--page", free(), "--page-token", "new");
                PageServer other = open("--page", free(), "--page-token", "new")) {
            assertThat(token(one)).matches("[\\w-]{43}").isNotEqualTo(token(other));
        }
    }

    @Test
    void onThisMachineTheLinkIsBare() throws Exception {
        String port = free();
        try (PageServer page = open("--page", port)) {
            assertThat(page.link()).isEqualTo("http://127.0.0.1:" + port + "/");
            assertThatThrownBy(() -> open("--page", port))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining("The port " + port + " for the page is not available");
        }
    }

    @Test
    void noPageIsNone() throws Exception {
        assertThat(open()).isNull();
    }

    private static String free() throws IOException {
        return Integer.toString(FreePorts.tcp());
    }

    private static String token(PageServer page) {
        return page.link().substring(page.link().indexOf('#') + 1);
    }

    private Path file(String text, String mode) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static PageServer open(String... words) throws UnusableException {
        Shown shown = new Shown();
        new CommandLine(shown).parseArgs(words);
        return shown.page.open(FakeProgram::new, bug -> {
            throw new AssertionError(bug);
        });
    }
}
