package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n"})
    void readsTheTokenWithoutTheLineEndsBehindIt(String end) throws Exception {
        assertThat(TokenFile.read(file("two words" + end, "rw-r-----")))
                .asString()
                .isEqualTo("two words");
    }

    @Test
    void refusesWhatHoldsNoToken() throws Exception {
        assertRefused(file("\r\n", "rw-------"), " is empty; write a token into it");
        assertRefused(file("x".repeat(4_097), "rw-------"), "write at most 4096 bytes into it");
        assertRefused(folder, " is a folder; name the file that holds the token");
        assertRefused(folder.resolve("none"), " is not there");
    }

    @Test
    void refusesATokenThatIsNoSecret() throws Exception {
        assumeTrue(FileMode.isKeptBy(folder), "no permissions here");
        assertRefused(file("sesame", "rw-r--r--"), " can be read by everyone; make it private with chmod o-r");
    }

    private static void assertRefused(Path file, String sentence) {
        assertThatThrownBy(() -> TokenFile.read(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageEndingWith(sentence);
    }

    private Path file(String text, String permissions) throws IOException {
        Path file = Files.write(folder.resolve("token"), text.getBytes(StandardCharsets.UTF_8));
        if (FileMode.isKeptBy(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
        return file;
    }
}
