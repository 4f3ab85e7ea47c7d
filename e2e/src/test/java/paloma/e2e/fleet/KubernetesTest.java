package paloma.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.Checkout;

/** What packaging/kubernetes applies to a cluster, held against what Kubernetes and the server know; no cluster is asked. */
class KubernetesTest {
    private static final Path FOLDER = Checkout.file("packaging/kubernetes");

    @Test
    void reportsEachFieldThatKubernetesDoesNotKnow() throws IOException {
        assertThat(wrong("wrong-fields.yaml").stream().flatMap(one -> Models.faults(one).stream()))
                .extracting(fault -> fault.replaceAll(":.*", "").replaceAll("(?s)\\n.*", ""))
                .containsExactlyInAnyOrder(
                        "Deployment wrong metadata.label",
                        "Deployment wrong spec.replicas",
                        "Deployment wrong spec.selector.matchLabels.app",
                        "Deployment wrong spec.template.spec.terminationGracePeriodSeconds",
                        "Deployment wrong spec.template.spec.containers[0].imagee",
                        "Deployment wrong spec.template.spec.containers[0].env[0].value",
                        "Deployment wrong spec.template.spec.containers[0].env[2].valu",
                        "Deployment wrong spec.template.spec.containers[0].readinessProbe.httpGet.ports",
                        "Deployment wrong spec.template.spec.containers[0].lifecycle.preStop.sleep",
                        "Deployment wrong spec.template.spec.volumes[0].secret.mode",
                        "Deployment wrong spec.template.spec.additionalProperties",
                        "Service wrong spec.ports[0].port",
                        "Service wrong spec.ports[1].protocl",
                        "UDPRoute wrong is no kind of gateway.networking.k8s.io/v1alpha2");
    }

    @Test
    void reportsEachRuleThatIsBroken() throws IOException {
        List<Manifest> objects = wrong("wrong-rules.yaml");
        assertThat(objects).flatExtracting(Models::faults).isEmpty();
        assertThat(brokenRules(objects))
                .containsExactlyInAnyOrder(
                        Files.readString(resource("wrong-rules.txt")).lines().toArray(String[]::new));
    }

    @Test
    void refusesAKeyThatStandsTwice(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("twice.yaml"), "kind: Service\nspec: {type: A, type: B}\n");
        assertThatThrownBy(() -> Yaml.readAll(file)).hasStackTraceContaining("Duplicate field 'type'");
    }

    @Test
    void refusesAKustomizationThatNamesWhatThereIsNot(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kustomization.yaml");
        Files.writeString(file, "resources: [nowhere.yaml]\n");
        assertThatThrownBy(() -> Kustomization.build(folder)).hasMessageContaining("names nowhere.yaml");
        Files.writeString(file, "patch: []\n");
        assertThatThrownBy(() -> Kustomization.build(folder)).hasMessageContaining("unknown: patch");
        Files.writeString(file, "secretGenerator: [{name: a, literals: [token=secret]}]\n");
        assertThatThrownBy(() -> Kustomization.build(folder)).hasMessageContaining("a secret in Git");
        Files.writeString(file, "configMapGenerator: [{name: a, behavior: merge, literals: [b=c]}]\n");
        assertThatThrownBy(() -> Kustomization.build(folder)).hasMessageContaining("names ConfigMap a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/redis", "overlays/gateway"})
    void whatIsAppliedIsKnownAndFits(String folder) throws IOException {
        List<Manifest> objects = Kustomization.build(FOLDER.resolve(folder));
        assertThat(objects).flatExtracting(Models::faults).isEmpty();
        assertThat(brokenRules(objects)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/gateway"})
    void theServerTakesItsSettings(String folder, @TempDir Path temporary) throws Exception {
        Cluster cluster = new Cluster(Kustomization.build(FOLDER.resolve(folder)));
        ServerCheck.passes(ServerPod.of(cluster).environment(), temporary);
    }

    @Test
    void eachFileIsNamedByAKustomization() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml"))
                            .filter(file -> !file.endsWith("kustomization.yaml")))
                    .allSatisfy(file -> assertThat(file.resolveSibling("kustomization.yaml"))
                            .content()
                            .contains(file.getFileName().toString()));
        }
    }

    @Test
    void secretsAreFilesThatGitIgnores() throws IOException {
        assertThat(Checkout.file(".gitignore")).content().contains("packaging/kubernetes/**/secrets/\n");
        assertThat(Kustomization.build(FOLDER.resolve("overlays/gateway")))
                .filteredOn(object -> object.kind().equals("Secret"))
                .hasSize(2)
                .allSatisfy(secret -> assertThat(secret.tree().get("data")).allMatch(value -> value.isNull()));
    }

    private static List<String> brokenRules(List<Manifest> objects) {
        Cluster cluster = new Cluster(objects);
        PodRules.check(cluster);
        ServerRules.check(cluster);
        NetworkRules.check(cluster);
        RouteRules.check(cluster);
        ScaleRules.check(cluster);
        SecretRules.check(cluster);
        return cluster.faults();
    }

    private static List<Manifest> wrong(String name) throws IOException {
        return Yaml.readAll(resource(name));
    }

    private static Path resource(String name) {
        return Checkout.file("e2e/src/test/resources/fleet/" + name);
    }
}
