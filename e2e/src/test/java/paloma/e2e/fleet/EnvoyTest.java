package paloma.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.config.ServerSettings;
import paloma.service.WellKnown;
import paloma.testkit.Checkout;

/** Envoy's file fits itself and the server. Envoy is not asked: its fields are those that were found to be known once. */
class EnvoyTest {
    private static final Path FILE = Checkout.file("packaging/envoy/paloma.yaml");
    private static final String UDP_PROXY = "/listener_filters/0/typed_config";
    private static final String TCP_PROXY = "/filter_chains/0/filters/0/typed_config";

    private ServerSettings settings;
    private JsonNode listeners;
    private JsonNode clusters;

    @BeforeEach
    void read(@TempDir Path folder) throws IOException {
        JsonNode tree = Yaml.read(FILE);
        listeners = tree.at("/static_resources/listeners");
        clusters = tree.at("/static_resources/clusters");
        settings = ServerSettings.load(command(folder), Map.of());
    }

    @Test
    void hasOnlyFieldsThatEnvoyKnows() throws IOException {
        Set<String> paths = new TreeSet<>();
        collect(Yaml.read(FILE), "", paths);
        assertThat(paths)
                .containsExactlyElementsOf(
                        Files.readAllLines(Checkout.file("e2e/src/test/resources/fleet/envoy-paths.txt")));
    }

    @Test
    void listensAsTheServersDo() {
        List<String> served = new ArrayList<>();
        settings.endpoints()
                .forEach(endpoint -> served.add(
                        endpoint.service() + "-" + endpoint.scheme().name().toLowerCase(Locale.ROOT)));
        assertThat(listeners.findValuesAsText("stat_prefix")).containsExactlyInAnyOrderElementsOf(served);
        for (JsonNode listener : listeners) {
            String name = listener.path("name").asText();
            JsonNode address = listener.at("/address/socket_address");
            assertThat(address.path("protocol").asText("TCP")).isEqualTo(name.endsWith("-udp") ? "UDP" : "TCP");
            assertThat(address.path("port_value").asInt()).isEqualTo(port(name));
        }
    }

    @Test
    void eachListenerHasItsClusterOfThreeServers() {
        assertThat(listeners.findValuesAsText("cluster"))
                .isEqualTo(names(clusters))
                .isEqualTo(names(listeners));
        for (JsonNode cluster : clusters) {
            String name = cluster.path("name").asText();
            assertThat(cluster.at("/load_assignment/cluster_name").asText()).isEqualTo(name);
            assertThat(cluster.at("/load_assignment/endpoints/0/lb_endpoints"))
                    .extracting(one ->
                            one.at("/endpoint/address/socket_address/address").asText())
                    .containsExactly("10.70.7.11", "10.70.7.12", "10.70.7.13");
            for (JsonNode one : cluster.at("/load_assignment/endpoints/0/lb_endpoints")) {
                assertThat(one.at("/endpoint/address/socket_address/port_value").asInt())
                        .isEqualTo(port(name));
                assertThat(one.at("/endpoint/health_check_config/port_value").asInt())
                        .isEqualTo(settings.admin().getPort());
            }
        }
    }

    @Test
    void asksWhoIsReadyAndNeverSendsToTheDead() {
        assertThat(settings.admin().getAddress().isAnyLocalAddress()).isTrue();
        for (JsonNode cluster : clusters) {
            assertThat(cluster.at("/health_checks/0/http_health_check/path").asText())
                    .isEqualTo("/ready");
            assertThat(cluster.at("/common_lb_config/healthy_panic_threshold/value")
                            .asInt(-1))
                    .isZero();
        }
    }

    @Test
    void tellsTheClientOverTcpFromAnAddressThatItDoesNotUseOverUdp() {
        for (JsonNode cluster : clusters) {
            boolean tcp = cluster.path("name").asText().endsWith("-tcp");
            assertThat(cluster.at("/transport_socket/typed_config/config/version")
                            .asText())
                    .isEqualTo(tcp ? "V2" : "");
            assertThat(cluster.at("/upstream_bind_config/source_address/address")
                            .asText())
                    .isEqualTo(tcp ? "10.70.7.3" : "");
        }
        assertThat(settings.guards().proxies()).hasToString("[10.70.7.3/32]");
    }

    @Test
    void keepsASessionForAsLongAsTheServerSpeaks() {
        for (JsonNode listener : listeners) {
            JsonNode proxy = listener.at(UDP_PROXY);
            if (!proxy.isMissingNode()) {
                assertThat(proxy.has("hash_policies"))
                        .as("leads a new port back")
                        .isFalse();
            }
        }
        assertThat(seconds("chat-udp", UDP_PROXY)).isGreaterThan(600);
        assertThat(seconds("chat-tcp", TCP_PROXY)).isGreaterThan(600);
        assertThat(seconds("files-udp", UDP_PROXY)).isGreaterThan(60);
        assertThat(seconds("upload-udp", UDP_PROXY)).isGreaterThan(30);
    }

    private long seconds(String listener, String proxy) {
        for (JsonNode one : listeners) {
            if (one.path("name").asText().equals(listener)) {
                return Long.parseLong(
                        one.at(proxy).path("idle_timeout").asText().replace("s", ""));
            }
        }
        throw new AssertionError(listener);
    }

    private static int port(String name) {
        return WellKnown.named(name.substring(0, name.indexOf('-')))
                .orElseThrow()
                .port();
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(one -> names.add(one.path("name").asText()));
        return names;
    }

    /** The command that the file's head says each server runs as, with folders of the test. */
    private static String[] command(Path folder) throws IOException {
        String text = Files.readString(FILE);
        String head = text.substring(text.indexOf("paloma server "), text.indexOf("# What Envoy can"))
                .replaceAll("[\\\\#\\n]", " ")
                .replace("paloma server ", "")
                .replace("/srv/paloma", folder.toString())
                .replace("paloma.token", ServerCheck.token(folder));
        return Pattern.compile(" +").split(head.strip());
    }

    private static void collect(JsonNode node, String path, Set<String> paths) {
        if (node.isArray()) {
            node.forEach(one -> collect(one, path, paths));
        } else if (node.isObject()) {
            String type = node.path("@type").asText();
            String at = type.isEmpty() ? path : path + "(" + type.substring(type.lastIndexOf('.') + 1) + ")";
            node.properties().forEach(field -> collect(field.getValue(), at + "." + field.getKey(), paths));
        } else {
            paths.add(path.substring(1));
        }
    }
}
