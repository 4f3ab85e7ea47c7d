package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.Certificates;

class BusSettingsTest {
    @Test
    void readsEachPartOfAUrl() {
        assertThat(bus("none")).isNull();
        assertThat(bus("redis://redis.example"))
                .isEqualTo(new BusSettings("redis.example", 6379, null, null, 0, false, null));
        assertThat(bus("rediss://paloma:p%40%3As+s@[::1]:7000/12"))
                .isEqualTo(new BusSettings("::1", 7000, "paloma", "p@:s+s", 12, true, null));
        assertThat(bus("redis://:secret@h/")).isEqualTo(new BusSettings("h", 6379, null, "secret", 0, false, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://localhost",
                "redis://",
                "redis://u@h",
                "redis://u:@h",
                "redis://u:secret@h:0",
                "redis://u:secret@h:70000",
                "redis://u:secret@h/x",
                "redis://u:secret@h/99999",
                "redis://u:secret@h/1/2",
                "redis://u:secret@h?db=1",
                "redis://u:secret@h#1",
                "redis://u:secret /@h",
                "redis://u:secret%zz@h"
            })
    void refusesOtherUrlsInASentenceWithoutThePassword(String url) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> bus(url))
                .withMessageStartingWith("--bus: ")
                .withMessageContaining("redis://[user:password@]host")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret"));
    }

    @Test
    void thePasswordIsShownNowhere(@TempDir Path folder) throws Exception {
        ServerSettings settings = settings("--bus", "redis://paloma:secret@h:7000/2", "echo");
        assertThat(settings.bus()).hasToString("redis://h:7000/2");
        assertThat(settings.stated().toString())
                .contains("redis://***@h:7000/2")
                .doesNotContain("secret");
        Path file = Files.writeString(folder.resolve("a.conf"), "bus = redis://u:secret@h:0\n");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings("--config", file.toString(), "echo"))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret"));
    }

    @Test
    void authoritiesAreForTlsAlone(@TempDir Path folder) throws Exception {
        Path file = Path.of(Certificates.in(folder)
                .write("ca.crt", Certificates.in(folder).authority("ca").chainPem()));
        assertThat(settings("--bus", "rediss://h", "--bus-ca", file.toString(), "echo")
                        .bus()
                        .authorities())
                .isEqualTo(file);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings("--bus", "redis://h", "--bus-ca", file.toString(), "echo"))
                .withMessageContaining("rediss://");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings("--bus", "rediss://h", "--bus-ca", file + ".missing", "echo"))
                .withMessageStartingWith("--bus-ca: ");
        Path none = Files.writeString(folder.resolve("none.crt"), "no certificate");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings("--bus", "rediss://h", "--bus-ca", none.toString(), "echo"))
                .withMessageStartingWith("--bus-ca: ");
    }

    private static BusSettings bus(String url) {
        return settings("--bus", url, "echo").bus();
    }

    private static ServerSettings settings(String... args) {
        return ServerSettings.load(args, Map.of());
    }
}
