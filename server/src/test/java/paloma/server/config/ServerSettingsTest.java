package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.config.TestSettings.load;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings mean, and what holds where nothing is said. */
class ServerSettingsTest {
    @TempDir
    Path folder;

    @Test
    void servesEverythingOverUdpOnLoopbackWhenNothingIsSaid() {
        assertThat(load().endpoints())
                .extracting(EndpointSpec::service)
                .containsExactly("echo", "uppercase", "prime", "greet", "sink", "upload", "chat", "files");
        assertThat(load().endpoints()).allSatisfy(endpoint -> {
            assertThat(endpoint.scheme()).isEqualTo(EndpointSpec.Scheme.UDP);
            assertThat(endpoint.host().isLoopbackAddress()).isTrue();
            assertThat(endpoint.port()).isEqualTo(EndpointSpec.SERVICE_PORT);
        });
    }

    @Test
    void hasTheDefaultsThatTheHelpTells() {
        ServerSettings settings = load();
        assertThat(settings.data()).isEqualTo(Path.of("paloma-data"));
        assertThat(settings.plugins()).isNull();
        assertThat(settings.io().receiveBufferBytes()).isEqualTo(4 << 20);
        assertThat(settings.graceNanos()).isEqualTo(2_000_000_000L);
        assertThat(settings.admin().getPort()).isEqualTo(7790);
        assertThat(settings.admin().getAddress().isLoopbackAddress()).isTrue();
        assertThat(settings.guards().sourcePerSecond()).isEqualTo(20_000);
        assertThat(settings.guards().unlimited()).extracting(Cidr::toString).containsExactly("127.0.0.0/8", "::1/128");
        assertThat(settings.upload()).isEqualTo(UploadSettings.defaults(Path.of("paloma-data", "upload")));
        assertThat(settings.log()).isEqualTo(LogSettings.DEFAULT);
    }

    @Test
    void addsTcpBesideEachUdpEndpoint() {
        assertThat(load("--tcp", "echo=udp://:0", "prime=tcp://:9000", "uppercase=unix:/tmp/u")
                        .endpoints())
                .extracting(endpoint -> endpoint.service() + " " + endpoint.scheme())
                .containsExactly("echo udp", "prime tcp", "uppercase unix", "echo tcp");
        assertThat(load("--tcp", "echo", "echo=tcp://").endpoints()).hasSize(2);
    }

    @Test
    void namesTheFilesThatSealNothing() {
        assertThat(load("--tls-cert", "a", "--tls-key", "b", "echo", "echo=tcp://")
                        .unusedTlsFiles())
                .containsExactly("--tls-cert", "--tls-key");
        assertThat(load("--tls-client-ca", "a", "--dtls-psk-file", "b", "chat").unusedTlsFiles())
                .containsExactly("--tls-client-ca", "--dtls-psk-file");
        assertThat(load("--data", folder.toString(), "--dtls-psk-file", "b", "echo=tls://")
                        .unusedTlsFiles())
                .containsExactly("--dtls-psk-file");
        assertThat(load("--tls-cert", "auto", "--tls-client-ca", "none", "echo").unusedTlsFiles())
                .isEmpty();
        assertThat(load("--data", folder.toString(), "--dtls-sessions", "5", "echo=dtls://")
                        .unusedTlsFiles())
                .isEmpty();
    }

    @Test
    void readsTheAdminPort() {
        assertThat(load("--admin", "off").admin()).isNull();
        assertThat(load("--admin", ":0").admin().getPort()).isZero();
        assertThat(load("--admin", "0.0.0.0").admin().getPort()).isEqualTo(7790);
        assertThat(load("--admin", "[::1]:80").admin().getAddress().getHostAddress())
                .isEqualTo("0:0:0:0:0:0:0:1");
    }

    @Test
    void tellsWhatNeedsARestart() {
        ServerSettings before = load("echo", "--grace", "2s");
        ServerSettings after = load(
                "prime", "--admin", "off", "--deny", "10.0.0.0/8", "--source-rate", "5", "--greeting", "Hi", "--quiet");
        assertThat(before.needingRestart(after)).containsExactly("endpoints", "admin");
        assertThat(before.needingRestart(load("echo", "--answer-rate=off"))).isEmpty();
    }

    @Test
    void letsAFolderBeCreatedLaterAndCreatesNone() {
        Path data = folder.resolve("a/b");
        assertThat(load("--data", data.toString()).data()).isEqualTo(data);
        assertThat(data).doesNotExist();
    }

    @Test
    void explainsEachSettingInTheHelp() {
        String help = Usage.text();
        Set<String> shown = new HashSet<>();
        Matcher flags = Pattern.compile("(?m)^ {4,6}.*?(--[a-z-]+)").matcher(help);
        while (flags.find()) {
            shown.add(flags.group(1));
        }
        for (Setting setting : Setting.values()) {
            assertThat(shown).contains(setting.flag());
        }
        assertThat(help).contains("Examples:", "PALOMA_SOURCE_RATE=100/s", "Default: 127.0.0.1.");
    }
}
