package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.config.TestSettings.given;
import static paloma.server.config.TestSettings.load;
import static paloma.server.config.TestSettings.token;
import static paloma.server.config.TestSettings.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.ServerSettings.Stated;
import paloma.service.WellKnown;

/** Where settings come from: the command line before the environment before the file. */
class SettingSourcesTest {
    private static final Map<Setting, String> GOOD = Map.ofEntries(
            Map.entry(Setting.BIND, "0.0.0.0"),
            Map.entry(Setting.TCP, "yes"),
            Map.entry(Setting.TRANSPORT, "nio"),
            Map.entry(Setting.EVENT_LOOPS, "3"),
            Map.entry(Setting.RECEIVE_BUFFER, "64k"),
            Map.entry(Setting.GRACE, "500ms"),
            Map.entry(Setting.PROXY_FROM, "192.0.2.1"),
            Map.entry(Setting.ALLOW, "10.0.0.0/8"),
            Map.entry(Setting.DENY, "fe80::/10"),
            Map.entry(Setting.SOURCE_RATE, "off"),
            Map.entry(Setting.SOURCE_BURST, "7"),
            Map.entry(Setting.UNLIMITED, "none"),
            Map.entry(Setting.ANSWER_RATE, "1G/s"),
            Map.entry(Setting.LOOP_GUARD, "off"),
            Map.entry(Setting.AMPLIFICATION_GUARD, "off"),
            Map.entry(Setting.CONNECTIONS, "1000"),
            Map.entry(Setting.CONNECTIONS_PER_SOURCE, "7"),
            Map.entry(Setting.GREETING, "Grüß Gott"),
            Map.entry(Setting.STOP_ON_EMPTY, "on"),
            Map.entry(Setting.QUIET, "true"),
            Map.entry(Setting.KEY_FILE, "my.key"),
            Map.entry(Setting.FILES_OPEN, "on"),
            Map.entry(Setting.UNIX_MODE, "660"),
            Map.entry(Setting.UNIX_GROUP, "root"),
            Map.entry(Setting.MULTICAST_INTERFACE, "lo"),
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
            Map.entry(Setting.PEERS, "9"),
            Map.entry(Setting.PEERS_PER_SOURCE, "10"),
            Map.entry(Setting.PEER_IDLE, "11s"),
            Map.entry(Setting.TLS_CERT, "my.crt"),
            Map.entry(Setting.TLS_KEY, "my-tls.key"),
            Map.entry(Setting.TLS_CLIENT_CA, "ours.crt"),
            Map.entry(Setting.DTLS_PSK_FILE, "devices.psk"),
            Map.entry(Setting.DTLS_CONNECTION_IDS, "on"),
            Map.entry(Setting.DTLS_SESSIONS, "12"),
            Map.entry(Setting.PRIME_WORKERS, "2"),
            Map.entry(Setting.PRIME_QUEUE, "5"),
            Map.entry(Setting.PRIME_BUDGET, "6"),
            Map.entry(Setting.CHAT_ROOMS, "7"),
            Map.entry(Setting.CHAT_MEMBERS, "8"),
            Map.entry(Setting.BUS, "redis://redis.example"),
            Map.entry(Setting.BUS_CA, "bus.crt"),
            Map.entry(Setting.ADMIN, "off"),
            Map.entry(Setting.PAGE, "off"),
            Map.entry(Setting.PAGE_TOKEN, "new"),
            Map.entry(Setting.PAGE_TLS_CERT, "page.crt"),
            Map.entry(Setting.PAGE_TLS_KEY, "page.key"),
            Map.entry(Setting.LOG_FORMAT, "json"),
            Map.entry(Setting.LOG_LEVEL, "debug"),
            Map.entry(Setting.REPLICA, "server-b"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Setting.class)
    void saysEachSettingAlikeByFlagEnvironmentAndFile(Setting setting) throws IOException {
        String text = GOOD.get(setting);
        if (setting == Setting.DATA || setting == Setting.PLUGINS) {
            text = folder.toString();
        } else if (setting == Setting.TOKEN_FILE) {
            text = token(folder, "sesame-0123456789", "rw-------").toString();
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
        // Without an admin port no file of its certificate is read.
        load(setting.flag() + "=" + text, setting == Setting.ADMIN ? "--page=off" : "--admin=off", "echo");
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
                .satisfies(settings -> assertThat(settings.endpoints()).hasSize(WellKnown.values().length))
                .satisfies(settings -> assertThat(settings.graceNanos()).isEqualTo(2_000_000_000L));
    }

    @Test
    void passesOverVariablesThatAClusterMakesOfServicesCalledPaloma() {
        load(Map.ofEntries(
                Map.entry("PALOMA_SERVICE_HOST", "10.0.0.1"),
                Map.entry("PALOMA_SERVICE_PORT", "7007"),
                Map.entry("PALOMA_SERVICE_PORT_ECHO", "7007"),
                Map.entry("PALOMA_PORT", "udp://10.0.0.1:7007"),
                Map.entry("PALOMA_PORT_7007_UDP", "udp://10.0.0.1:7007"),
                Map.entry("PALOMA_PORT_7007_UDP_PROTO", "udp"),
                Map.entry("PALOMA_PORT_7007_UDP_PORT", "7007"),
                Map.entry("PALOMA_PORT_7007_UDP_ADDR", "10.0.0.1"),
                Map.entry("PALOMA_ECHO_PORT", "tcp://10.0.0.1:7007"),
                Map.entry("PALOMA_ECHO_SERVICE_HOST", "10.0.0.1"),
                Map.entry("PALOMA_JAVA_OPTS", "-Xmx64m")));
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void takesEachDefaultAsItIsWritten(Setting setting) throws IOException {
        String text = setting.defaultText();
        assertThat(text).isNotEmpty();
        load(setting.flag() + "=" + text);
        if (setting.isInFile()) {
            load(Map.of(setting.environment(), text));
            load("--config", write(folder, setting.key() + " = " + text).toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"on, true", "TRUE, true", "Yes, true", "off, false", "false, false", "NO, false"})
    void takesEveryWordForOnAndOff(String word, boolean on) throws IOException {
        for (Setting setting : List.of(Setting.TCP, Setting.QUIET, Setting.STOP_ON_EMPTY, Setting.LOOP_GUARD)) {
            Path file = write(folder, setting.key() + "=" + word);
            assertThat(given(Map.of(), setting.flag() + "=" + word).get(setting).asSwitch())
                    .isEqualTo(on);
            assertThat(given(Map.of(setting.environment(), word)).get(setting).asSwitch())
                    .isEqualTo(on);
            assertThat(given(Map.of(), "--config", file.toString()).get(setting).asSwitch())
                    .isEqualTo(on);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\temp\\new", "a # b", "a = b", "\\u0041", "ends in \\", "Grüß Gott", "a\tb"})
    void takesEachCharacterOfAValueAsItStands(String text) throws IOException {
        String file = write(folder, "greeting = " + text + "  \nquiet = on").toString();
        assertThat(load("--config", file).console().greeting()).isEqualTo(text);
        assertThat(load("--config", file).console().quiet()).isTrue();
    }

    @Test
    void readsAFileOfWindows() throws IOException {
        String file = write(folder, "\ufeffgreeting = Hi\r\n\r\n# comment\r\n  quiet=on")
                .toString();
        assertThat(load("--config", file).console()).isEqualTo(new ConsoleSettings("Hi", false, true, false));
    }

    @Test
    void givesOneServiceItsOwnGuardsByFlagEnvironmentAndFile() throws IOException {
        String file = write(folder, "prime.source-rate = 7/s\nsource-burst = 3").toString();
        for (WellKnown service : WellKnown.values()) {
            String name = service.serviceName();
            for (Setting setting : List.of(Setting.ALLOW, Setting.DENY, Setting.UNLIMITED)) {
                String variable = "PALOMA_" + name.toUpperCase(Locale.ROOT) + "_" + setting.name();
                assertThat(given(Map.of(variable, "::1")).get(setting, name).text())
                        .isEqualTo("::1");
                String flag = "--" + name + "." + setting.key();
                assertThat(given(Map.of(), flag, "::1").get(setting, name).text())
                        .isEqualTo("::1");
                assertThat(given(Map.of(), flag, "::1").get(setting).text()).isEqualTo(setting.defaultText());
            }
        }
        GuardSettings prime = load("--config", file).serviceGuards().get("prime");
        assertThat(prime.sourcePerSecond()).isEqualTo(7);
        assertThat(prime.sourceBurst()).isEqualTo(3);
        assertThat(load("--config", file).guards().sourcePerSecond()).isEqualTo(20_000);
        assertThat(load("--config", file, "--prime.source-rate", "8")
                        .serviceGuards()
                        .get("prime")
                        .sourcePerSecond())
                .isEqualTo(8);
    }

    @Test
    void tellsWhereEachSettingStands() throws IOException {
        String file =
                write(folder, "\ngrace = 3s\nquiet = on\nprime.deny = ::1").toString();
        Map<String, String> environment = Map.of("PALOMA_CONFIG", file, "PALOMA_QUIET", "off");
        assertThat(ServerSettings.load(new String[] {"--greeting", "Hi", "echo"}, environment)
                        .stated())
                .contains(
                        new Stated("endpoints", "echo", "flag"),
                        new Stated("grace", "3s", file + ":2"),
                        new Stated("quiet", "off", "PALOMA_QUIET"),
                        new Stated("greeting", "Hi", "flag"),
                        new Stated("prime.deny", "::1", file + ":4"),
                        new Stated("bind", "127.0.0.1", "default"));
    }

    @Test
    void uncommentedLinesOfThePackagedFileAreTheDefaults() throws IOException {
        String text =
                Files.readString(Path.of("../packaging/paloma-server.conf")).replaceAll("(?m)^#(?=[a-z.-]+ =)", "");
        ServerSettings packaged = load("--config", write(folder, text).toString());
        Map<String, String> defaults = new HashMap<>();
        load().stated().forEach(stated -> defaults.put(stated.key(), stated.text()));
        assertThat(packaged.stated())
                .filteredOn(stated -> !List.of("endpoints", "data", "config").contains(stated.key()))
                .allSatisfy(stated -> assertThat(stated.text()).isEqualTo(defaults.get(stated.key())))
                .allSatisfy(stated -> assertThat(stated.source()).startsWith(folder.toString()));
        assertThat(packaged.endpoints()).isEqualTo(load().endpoints());
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
        assertThat(ServerOptions.parse("--tcp", "--", "--tcp").endpoints())
                .extracting(Value::text)
                .containsExactly("--tcp");
    }
}
