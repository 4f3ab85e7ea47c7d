package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.config.TestSettings.given;
import static paloma.server.config.TestSettings.load;
import static paloma.server.config.TestSettings.token;
import static paloma.server.config.TestSettings.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where settings come from: the command line before the environment before the file. */
class SettingSourcesTest {
    private static final Map<Setting, String> GOOD = Map.ofEntries(
            Map.entry(Setting.BIND, "0.0.0.0"),
            Map.entry(Setting.TCP, "true"),
            Map.entry(Setting.TRANSPORT, "nio"),
            Map.entry(Setting.EVENT_LOOPS, "3"),
            Map.entry(Setting.RECEIVE_BUFFER, "64k"),
            Map.entry(Setting.GRACE, "500ms"),
            Map.entry(Setting.ALLOW, "10.0.0.0/8"),
            Map.entry(Setting.DENY, "fe80::/10"),
            Map.entry(Setting.SOURCE_RATE, "off"),
            Map.entry(Setting.SOURCE_BURST, "7"),
            Map.entry(Setting.UNLIMITED, "none"),
            Map.entry(Setting.ANSWER_RATE, "1G/s"),
            Map.entry(Setting.LOOP_GUARD, "off"),
            Map.entry(Setting.AMPLIFICATION_GUARD, "off"),
            Map.entry(Setting.GREETING, "Grüß Gott"),
            Map.entry(Setting.STOP_ON_EMPTY, "true"),
            Map.entry(Setting.QUIET, "true"),
            Map.entry(Setting.FORMAT, "json"),
            Map.entry(Setting.UPLOAD_NAME, "up.bin"),
            Map.entry(Setting.UPLOAD_LIMIT, "2G"),
            Map.entry(Setting.UPLOAD_TOTAL, "3G"),
            Map.entry(Setting.UPLOAD_SENDERS, "4"),
            Map.entry(Setting.UPLOAD_FREE, "0"),
            Map.entry(Setting.UPLOAD_IDLE, "2m"),
            Map.entry(Setting.FILES_TRANSFERS, "5"),
            Map.entry(Setting.FILES_PER_SOURCE, "3"),
            Map.entry(Setting.FILES_MEMORY, "64M"),
            Map.entry(Setting.FILES_LIMIT, "10G"),
            Map.entry(Setting.FILES_TOTAL, "20G"),
            Map.entry(Setting.FILES_FREE, "0"),
            Map.entry(Setting.FILES_IDLE, "10s"),
            Map.entry(Setting.FILES_KEEP, "48h"),
            Map.entry(Setting.PRIME_WORKERS, "2"),
            Map.entry(Setting.PRIME_QUEUE, "5"),
            Map.entry(Setting.PRIME_BUDGET, "6"),
            Map.entry(Setting.ADMIN, "off"),
            Map.entry(Setting.LOG_FORMAT, "json"),
            Map.entry(Setting.LOG_LEVEL, "debug"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Setting.class)
    void saysEachSettingAlikeByFlagEnvironmentAndFile(Setting setting) throws IOException {
        String text = GOOD.get(setting);
        if (setting == Setting.DATA || setting == Setting.PLUGINS) {
            text = folder.toString();
        } else if (setting == Setting.TOKEN_FILE) {
            text = token(folder, "sesame", "rw-------").toString();
        }
        if (!setting.isInFile()) {
            return;
        }
        Path file = write(folder, setting.key() + " = " + text);
        Value byFlag = given(Map.of(), setting.flag() + "=" + text).get(setting);
        Value byEnvironment = given(Map.of(setting.environment(), text)).get(setting);
        Value byFile = given(Map.of(), "--config", file.toString()).get(setting);
        assertThat(byFlag.text()).isEqualTo(text).isNotEqualTo(setting.defaultText());
        assertThat(byEnvironment.text()).isEqualTo(text);
        assertThat(byFile.text()).isEqualTo(text);
        load(setting.flag() + "=" + text);
    }

    @Test
    void takesTheFlagBeforeTheEnvironmentBeforeTheFile() throws IOException {
        String file = write(folder, "grace = 3s").toString();
        assertThat(load("--config", file).graceNanos()).isEqualTo(3_000_000_000L);
        Map<String, String> environment = Map.of("PALOMA_GRACE", "4s", "PALOMA_CONFIG", file);
        assertThat(ServerSettings.load(new String[0], environment).graceNanos()).isEqualTo(4_000_000_000L);
        assertThat(ServerSettings.load(new String[] {"--grace", "5s"}, environment)
                        .graceNanos())
                .isEqualTo(5_000_000_000L);
    }

    @Test
    void findsEndpointsInTheSameOrder() throws IOException {
        String file = write(folder, "endpoints = echo, prime=tcp://:9000").toString();
        assertThat(load("--config", file).endpoints())
                .extracting(EndpointSpec::service)
                .containsExactly("echo", "prime");
        Map<String, String> environment = Map.of("PALOMA_ENDPOINTS", "sink", "PALOMA_CONFIG", file);
        assertThat(ServerSettings.load(new String[0], environment).endpoints())
                .extracting(EndpointSpec::service)
                .containsExactly("sink");
        assertThat(ServerSettings.load(new String[] {"greet"}, environment).endpoints())
                .extracting(EndpointSpec::service)
                .containsExactly("greet");
    }

    @Test
    void treatsAnEmptyVariableAsNotSet() {
        assertThat(ServerSettings.load(new String[0], Map.of("PALOMA_GRACE", "", "PALOMA_ENDPOINTS", " ")))
                .satisfies(settings -> assertThat(settings.endpoints()).hasSize(7))
                .satisfies(settings -> assertThat(settings.graceNanos()).isEqualTo(2_000_000_000L));
    }

    @Test
    void leavesAloneVariablesThatAClusterMakesOfAServiceCalledPaloma() {
        load(Map.of("PALOMA_SERVICE_HOST", "10.0.0.1", "PALOMA_PORT", "udp://10.0.0.1:7007"));
    }

    @Test
    void addsListsThatAreGivenInParts() {
        assertThat(load("--allow", "10.0.0.0/8", "--allow=192.0.2.1,::1")
                        .guards()
                        .allow())
                .hasSize(3);
    }

    @Test
    void takesAsEndpointWhatStandsBehindTwoHyphens() {
        assertThat(ServerOptions.parse("--tcp", "--", "--tcp").endpoints()).containsExactly("--tcp");
    }
}
