package paloma.client.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its paths are others")
class SettingsFolderTest {
    @Test
    void isAmongTheSettingsOfTheUser() {
        assertThat(place(Map.of("XDG_CONFIG_HOME", "/settings", "HOME", "/home/u"), "Linux", "/home/v"))
                .hasToString("/settings/paloma/known_servers");
        assertThat(place(Map.of("HOME", "/home/u"), "Linux", "/home/v"))
                .hasToString("/home/u/.config/paloma/known_servers");
        assertThat(place(Map.of(), "Linux", "/home/v")).hasToString("/home/v/.config/paloma/known_servers");
        assertThat(place(Map.of("HOME", "/Users/u"), "Mac OS X", ""))
                .hasToString("/Users/u/Library/Application Support/paloma/known_servers");
        assertThat(place(Map.of("APPDATA", "/appdata"), "Windows 11", "")).hasToString("/appdata/paloma/known_servers");
    }

    @Test
    void ignoresWhatIsRelative() {
        assertThat(place(Map.of("XDG_CONFIG_HOME", "settings", "HOME", "/home/u"), "Linux", ""))
                .hasToString("/home/u/.config/paloma/known_servers");
    }

    @Test
    void isNowhereForAUserWithoutAHome() {
        assertThat(place(Map.of(), "Linux", "?")).isNull();
        assertThat(place(Map.of("HOME", "", "XDG_CONFIG_HOME", ""), "Linux", ""))
                .isNull();
    }

    private static Path place(Map<String, String> environment, String system, String home) {
        return new SettingsFolder(environment, system, home)
                .file("known_servers")
                .orElse(null);
    }
}
