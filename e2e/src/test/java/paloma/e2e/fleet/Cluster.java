package paloma.e2e.fleet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Objects that are applied together, and what is wrong with how they fit. */
final class Cluster {
    private final List<Manifest> objects;
    private final List<String> faults = new ArrayList<>();

    Cluster(List<Manifest> objects) {
        this.objects = objects;
    }

    /** Returns all objects of a kind. */
    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream()
                .filter(object -> object.kind().equals(kind.getSimpleName()))
                .map(object -> Models.read(object, kind))
                .toList();
    }

    boolean has(String kind, String name) {
        return objects.stream().anyMatch(object -> object.is(kind, name));
    }

    /** Returns what a secret or a map of settings has under its keys. */
    Map<String, String> data(String kind, String name) {
        return objects.stream()
                .filter(object -> object.is(kind, name))
                .findFirst()
                .map(object -> kind.equals("Secret")
                        ? Models.read(object, io.fabric8.kubernetes.api.model.Secret.class)
                                .getData()
                        : Models.read(object, io.fabric8.kubernetes.api.model.ConfigMap.class)
                                .getData())
                .orElse(Map.of());
    }

    /** Returns the deployments whose pods have these labels. */
    List<Deployment> selectedBy(Map<String, String> selector) {
        return all(Deployment.class).stream()
                .filter(deployment ->
                        !selector.isEmpty() && labels(deployment).entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    static Map<String, String> labels(Deployment deployment) {
        return deployment.getSpec().getTemplate().getMetadata().getLabels();
    }

    static Stream<Container> containers(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream();
    }

    static Stream<ContainerPort> ports(Deployment deployment) {
        return containers(deployment).flatMap(container -> container.getPorts().stream());
    }

    /** Notes a fault, unless all is good. */
    void check(boolean good, HasMetadata object, String fault) {
        if (!good) {
            faults.add(object.getKind() + " " + object.getMetadata().getName() + " " + fault);
        }
    }

    List<String> faults() {
        return faults;
    }
}
