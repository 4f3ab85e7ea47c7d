package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.config.ServerSettings;

/** What --check prints of settings that are good. */
class CheckedSettingsTest {
    @TempDir
    Path folder;

    private Path file;
    private Path token;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("paloma.conf"), "# none\ngreeting = C:\\temp \u202e\n");
        token = Files.writeString(folder.resolve("token"), "sesame-sesame-sesame");
        assertThat(token.toFile().setReadable(false, false)).isTrue();
        assertThat(token.toFile().setReadable(true, true)).isTrue();
        assertThat(token.toFile().setWritable(false, false)).isTrue();
    }

    @Test
    void showsPeopleWhereEachSettingStands() {
        assertThat(print("text"))
                .contains("endpoints = echo flag", "endpoints = files flag")
                .contains("bind = 127.0.0.1 default", "tcp = on flag", "grace = 5s PALOMA_GRACE")
                .contains("greeting = C:\\\\temp \\u202e " + file + ":2")
                .endsWith("The settings are good.");
    }

    @Test
    void showsProgramsOneObjectALine() {
        assertThat(print("json"))
                .contains("{\"setting\":\"tcp\",\"value\":\"on\",\"source\":\"flag\"}")
                .contains("{\"setting\":\"greeting\",\"value\":\"C:\\\\temp \\u202e\",\"source\":\"" + file + ":2\"}");
    }

    @Test
    void showsTheNameOfASecretAndNotTheSecret() {
        assertThat(print("text")).contains("token-file = " + token + " flag");
        assertThat(String.join("\n", print("text")) + print("json")).doesNotContain("sesame");
    }

    /** Returns the lines, with the blanks that align them made one. */
    private List<String> print(String format) {
        String[] args = {
            "echo", "files", "--config", file.toString(), "--tcp", "--token-file", token.toString(), "--format", format
        };
        ServerSettings settings = ServerSettings.load(args, Map.of("PALOMA_GRACE", "5s"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CheckedSettings.print(settings, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll(" +", " ").strip())
                .toList();
    }
}
