package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.server.config.TestSettings.load;
import static paloma.server.config.TestSettings.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image, the compose file and the unit start at the first try, and open to nobody what should not be. */
class DeploymentTest {
    private static final Pattern IN_IMAGE = Pattern.compile("(PALOMA_[A-Z_]+)=(\\S+)");
    private static final Pattern IN_COMPOSE = Pattern.compile("(?m)^ {6}(PALOMA_[A-Z_]+): (\\S+)$");

    @TempDir
    Path folder;

    @Test
    void theImageServesAllButFilesToTheNetwork() throws IOException {
        ServerSettings settings = load(image());
        assertThat(settings.endpoints())
                .extracting(EndpointSpec::service)
                .containsExactly("echo", "uppercase", "prime", "greet", "sink", "upload", "chat");
        assertThat(settings.endpoints())
                .allSatisfy(endpoint ->
                        assertThat(endpoint.host().isAnyLocalAddress()).isTrue());
    }

    @Test
    void theImageServesFilesOnlyWithAToken() throws IOException {
        Map<String, String> variables = image();
        assertThatThrownBy(() -> ServerSettings.load(new String[] {"files"}, variables))
                .hasMessageContaining("--token-file FILE")
                .hasMessageContaining("--files-open");
        variables.put(
                "PALOMA_TOKEN_FILE",
                token(folder, "sesame-0123456789", "rw-------").toString());
        ServerSettings.load(new String[] {"files"}, variables);
    }

    @Test
    void theComposeFileSetsWhatThereIs() throws IOException {
        Map<String, String> variables = image();
        IN_COMPOSE
                .matcher(read("docker-compose.yml"))
                .results()
                .forEach(line -> variables.put(line.group(1), line.group(2)));
        assertThat(variables.put(
                        "PALOMA_TOKEN_FILE",
                        token(folder, "sesame-0123456789", "rw-------").toString()))
                .isEqualTo("/run/secrets/paloma-token");
        assertThat(ServerSettings.load(new String[] {"files", "upload"}, variables)
                        .upload()
                        .fileLimitBytes())
                .isEqualTo(100 << 20);
    }

    @Test
    void theUnitLeavesAllSettingsToTheFile() throws IOException {
        assertThat(read("packaging/paloma-server.service"))
                .doesNotContain("PALOMA_")
                .contains("--config");
    }

    private Map<String, String> image() throws IOException {
        String dockerfile = read("Dockerfile");
        Map<String, String> variables = new HashMap<>();
        dockerfile
                .lines()
                .filter(line -> line.startsWith("ENV "))
                .forEach(line -> IN_IMAGE.matcher(line)
                        .results()
                        .forEach(variable -> variables.put(variable.group(1), variable.group(2))));
        assertThat(variables.put("PALOMA_DATA", folder.toString())).isEqualTo("/var/lib/paloma");
        return variables;
    }

    private static String read(String name) throws IOException {
        return Files.readString(Path.of("..").resolve(name));
    }
}
