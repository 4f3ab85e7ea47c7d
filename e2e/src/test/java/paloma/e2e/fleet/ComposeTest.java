package paloma.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import paloma.service.WellKnown;
import paloma.testkit.Checkout;

/** The profile {@code fleet} of the compose file: three servers behind nginx, whose file knows where they are. */
class ComposeTest {
    private static final Pattern UPSTREAM = Pattern.compile("server ([\\d.]+):(\\d+) ");
    private static final Pattern LISTEN = Pattern.compile("listen (\\d+)( udp)?[ ;]");

    private final Map<String, Object> compose = load();
    private final Map<String, Object> services = map(compose, "services");
    private final String nginx = read("packaging/nginx/paloma.conf");

    @Test
    void allThatServicesNameIsThere() {
        Set<String> named = new HashSet<>();
        services.forEach((name, service) -> {
            assertThat(services.keySet()).as(name).containsAll(names(map(service), "depends_on"));
            assertThat(
                            compose.containsKey("networks")
                                    ? map(compose, "networks").keySet()
                                    : Set.of())
                    .as(name)
                    .containsAll(names(map(service), "networks"));
            assertThat(map(compose, "secrets").keySet()).as(name).containsAll(names(map(service), "secrets"));
            names(map(service), "volumes").stream()
                    .map(volume -> volume.substring(0, volume.indexOf(':')))
                    .forEach(named::add);
        });
        assertThat(named).contains("./packaging/nginx/paloma.conf").allSatisfy(volume -> {
            if (volume.startsWith("./")) {
                assertThat(Checkout.file(volume)).isRegularFile();
            } else {
                assertThat(map(compose, "volumes")).containsKey(volume);
            }
        });
    }

    @Test
    void nginxKnowsTheServersAndTheirPorts() {
        Set<String> addresses = services.values().stream()
                .map(ComposeTest::map)
                .filter(service -> map(service).containsKey("environment")
                        && map(service, "environment").containsKey("PALOMA_REPLICA"))
                .map(service -> (String) map(map(service, "networks"), "fleet").get("ipv4_address"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(UPSTREAM.matcher(nginx).results().map(one -> one.group(1)).collect(Collectors.toSet()))
                .isEqualTo(addresses)
                .hasSize(3);

        Set<String> listened = LISTEN.matcher(nginx)
                .results()
                .map(one -> one.group(1) + (one.group(2) == null ? "/tcp" : "/udp"))
                .collect(Collectors.toSet());
        Map<String, String> variables = environment("server-a");
        for (String port : names(map(services, "balancer"), "ports")) {
            assertThat(port).matches("(\\d+):\\1/(udp|tcp)");
            assertThat(listened).contains(port.substring(port.indexOf(':') + 1));
        }
        for (String service : variables.get("PALOMA_ENDPOINTS").split(",")) {
            int port = WellKnown.named(service).orElseThrow().port();
            assertThat(names(map(services, "balancer"), "ports")).contains(port + ":" + port + "/udp");
        }
    }

    @Test
    void clientsAreNotToldWhereThatCannotBe() {
        assertThat(nginx.lines().filter(line -> !line.startsWith("#")))
                .anyMatch(line -> line.contains(" transparent;"))
                .anyMatch(line -> line.contains(" proxy_protocol on;"));
        assertThat(names(map(services, "balancer"), "command").toString())
                .contains("-e '/ transparent;/d' -e 's/ proxy_protocol on;//'");
        assertThat(environment("server-a")).doesNotContainKey("PALOMA_PROXY_FROM");
    }

    @Test
    void theTokenIsKeptFromGitAndFromTheBuild() {
        String token = map(map(compose, "secrets"), "paloma-token")
                .get("file")
                .toString()
                .replace("./", "");
        assertThat(read(".gitignore").lines()).contains("/" + token);
        assertThat(read(".dockerignore").lines()).contains(token, "packaging");
    }

    @Test
    void theReplicasDifferInNameAndAddressOnly() {
        assertThat(List.of("server-b", "server-c")).allSatisfy(name -> {
            Map<String, String> variables = environment(name);
            assertThat(variables.put("PALOMA_REPLICA", "server-a")).isEqualTo(name);
            assertThat(variables).isEqualTo(environment("server-a"));
            Map<String, Object> other = new TreeMap<>(map(services, name));
            Map<String, Object> first = new TreeMap<>(map(services, "server-a"));
            List.of(other, first).forEach(one -> one.keySet().removeAll(Set.of("environment", "networks")));
            assertThat(other).isEqualTo(first);
        });
    }

    @Test
    void theServerTakesTheirSettings(@TempDir Path folder) throws Exception {
        ServerCheck.passes(environment("server-a"), folder);
    }

    private Map<String, String> environment(String service) {
        Map<String, String> variables = new TreeMap<>(ImageFile.environment());
        map(map(services, service), "environment").forEach((name, value) -> variables.put(name, value.toString()));
        return variables;
    }

    /** Returns the names in a list, or the keys of a map, or none. */
    private static Collection<String> names(Map<String, Object> of, String key) {
        Object value = of.getOrDefault(key, List.of());
        return value instanceof Map
                ? map(value).keySet()
                : ((List<?>) value).stream().map(Object::toString).toList();
    }

    private static Map<String, Object> map(Map<String, Object> of, String key) {
        return map(of.get(key));
    }

    @SuppressWarnings("unchecked") // keys of the compose file are words
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> load() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return map(new Yaml(new SafeConstructor(options)).<Object>load(read("docker-compose.yml")));
    }

    private static String read(String name) {
        try {
            return Files.readString(Checkout.file(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
