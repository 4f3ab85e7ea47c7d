package paloma.client.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.Outcome;
import paloma.transfer.keys.TokenFile;

class TokenCommandTest {
    @TempDir
    Path folder;

    @Test
    void printsATokenOf256BitsThatIsAnotherEachTime() {
        Outcome outcome = Outcome.of("token");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().strip()).matches("[A-Za-z0-9_-]{43}");
        assertThat(Outcome.of("token").out()).isNotEqualTo(outcome.out());
    }

    @Test
    void makesAFileThatBothSidesTake() throws Exception {
        Path file = folder.resolve("token");
        Outcome outcome = Outcome.of("token", file.toString());
        assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
        assertThat(TokenFile.read(file)).singleElement().matches(token -> token.length == 43);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void replacesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "precious");
        Outcome outcome = Outcome.of("token", file.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualToNormalizingNewlines("No token made: " + file
                        + " exists already; add one to it with: paloma token >> " + file + "\n");
        assertThat(file).hasContent("precious");
    }

    @Test
    void saysThatTheFolderIsNotThere() {
        Outcome outcome = Outcome.of("token", folder.resolve("none/token").toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("No token made: ").contains("is not there");
    }
}
