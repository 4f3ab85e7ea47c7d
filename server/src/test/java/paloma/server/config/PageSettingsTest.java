package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.server.config.TestSettings.load;
import static paloma.server.config.TestSettings.token;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageSettingsTest {
    private static final String SECRET = "a secret of 24 bytes. #%";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:7790", "[::1]:7790", "localhost:7790"})
    void isShownToThisMachineWithoutAToken(String admin) {
        assertThat(page("--admin", admin)).isEqualTo(new PageSettings(true, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7790", "[::]:7790", "192.0.2.7:7790"})
    void isShownToANetworkWithATokenOnly(String admin) {
        assertThat(page("--admin", admin).isShown()).isFalse();
        assertThat(page("--admin", admin, "--page-token", "new").isShown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--admin off", "--page off", "--page off --admin 0.0.0.0:7790"})
    void canBeOffWhateverTokenThereIs(String options) {
        assertThat(page((options + " --page-token new").split(" "))).isEqualTo(new PageSettings(false, null, null));
    }

    @Test
    void namesWhatHasNoEffect() {
        String[] options = {"--page-token", "new", "--page-tls-cert", "a", "--page-tls-key", "b"};
        String[] withoutAdmin =
                Stream.concat(Stream.of("--admin", "off"), Stream.of(options)).toArray(String[]::new);
        assertThat(load(withoutAdmin).unusedPageSettings())
                .containsExactly("--page-token", "--page-tls-cert", "--page-tls-key");
        assertThat(load("--page", "off", "--page-token", "new").unusedPageSettings())
                .containsExactly("--page-token");
        assertThat(load("--admin", "off", "--page", "off").unusedPageSettings()).isEmpty();
        assertThat(load("--page-token", "new").unusedPageSettings()).isEmpty();
    }

    @Test
    void makesAnotherTokenForEachRun() {
        String token = page("--page-token", "new").token();
        assertThat(token).hasSize(43);
        assertThat(page("--page-token", "new").token()).isNotEqualTo(token);
    }

    @Test
    void takesTheFirstTokenOfAFile() throws IOException {
        Path file = token(folder, "# of the page\n" + SECRET + "\nanother secret of 28 bytes.\n", "rw-------");
        assertThat(page("--page-token", file.toString()).token()).isEqualTo(SECRET);
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        Path file = token(folder, SECRET, "rw-r--r--");
        assertThatThrownBy(() -> page("--page-token", file.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--page-token: ")
                .hasMessageContaining("chmod 600");
    }

    /** A browser cannot send it in a header, and curl sends other bytes than it. */
    @Test
    void refusesATokenThatIsNotInAscii() throws IOException {
        Path file = token(folder, "ein Schlüssel für die Seite", "rw-------");
        assertThatThrownBy(() -> page("--page-token", file.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(
                        "begins with a token that no header of HTTP can hold; make one with paloma token FILE.");
    }

    private static PageSettings page(String... options) {
        return load(options).page();
    }
}
