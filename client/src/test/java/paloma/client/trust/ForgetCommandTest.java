package paloma.client.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.Outcome;

class ForgetCommandTest {
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @TempDir
    Path folder;

    @Test
    void forgetsOneServerAndNoOther() throws Exception {
        Path file = Files.writeString(
                folder.resolve("known"), "example.net 7777 " + KEY + "\nexample.net 7778 " + KEY + "\n");
        Outcome outcome = Outcome.of("forget", "Example.net", "--known-servers", file.toString());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .isEqualToNormalizingNewlines(
                        "Forgot example.net:7777: SHA256:Zmh6rfhivXdsj8GLjp+OIAiXFIVu4jOzkCpZHQ1fKSU.\n");
        assertThat(file).hasContent("example.net 7778 " + KEY);
    }

    @Test
    void saysWhatItDoesNotKnow() {
        Path file = folder.resolve("known");
        Outcome outcome = Outcome.of("forget", "[::1]:7", "--known-servers", file.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualToNormalizingNewlines(file + " has no line for [::1]:7.\n");
        assertThat(folder).isEmptyDirectory();
    }
}
