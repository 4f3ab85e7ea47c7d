package paloma.e2e.fleet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TCPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.UDPRoute;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Each listener of the gateway leads by one route to the same port of a service, over the same protocol. */
final class RouteRules {
    private final Cluster cluster;
    private final List<Gateway> gateways;
    private final Set<String> routed = new TreeSet<>();

    private RouteRules(Cluster cluster) {
        this.cluster = cluster;
        this.gateways = cluster.all(Gateway.class);
    }

    static void check(Cluster cluster) {
        RouteRules rules = new RouteRules(cluster);
        cluster.all(UDPRoute.class)
                .forEach(route -> rules.check(
                        route,
                        route.getSpec().getParentRefs(),
                        route.getSpec().getRules().stream().flatMap(rule -> rule.getBackendRefs().stream()),
                        "UDP"));
        cluster.all(TCPRoute.class)
                .forEach(route -> rules.check(
                        route,
                        route.getSpec().getParentRefs(),
                        route.getSpec().getRules().stream().flatMap(rule -> rule.getBackendRefs().stream()),
                        "TCP"));
        rules.gateways.forEach(rules::checkListeners);
    }

    private void checkListeners(Gateway gateway) {
        Set<String> listeners = new TreeSet<>();
        gateway.getSpec().getListeners().forEach(listener -> {
            listeners.add(listener.getName());
            cluster.check(
                    listener.getAllowedRoutes().getKinds().stream()
                            .anyMatch(kind -> kind.getKind().equals(listener.getProtocol() + "Route")),
                    gateway,
                    "listener " + listener.getName() + " allows no route of its protocol");
        });
        cluster.check(listeners.equals(routed), gateway, "listens as " + listeners + " and is routed as " + routed);
    }

    private void check(HasMetadata route, List<ParentReference> parents, Stream<BackendRef> backends, String protocol) {
        List<BackendRef> all = backends.toList();
        for (ParentReference parent : parents) {
            Listener listener = listener(parent);
            cluster.check(
                    listener != null && protocol.equals(listener.getProtocol()),
                    route,
                    "names the listener " + parent.getSectionName() + ", which there is not for " + protocol);
            routed.add(parent.getSectionName());
            all.forEach(backend -> cluster.check(
                    listener != null
                            && Objects.equals(listener.getPort(), backend.getPort())
                            && serves(backend, protocol),
                    route,
                    "leads to " + backend.getName() + ":" + backend.getPort() + ", which is not served there"));
        }
    }

    private Listener listener(ParentReference parent) {
        return gateways.stream()
                .filter(gateway -> gateway.getMetadata().getName().equals(parent.getName()))
                .flatMap(gateway -> gateway.getSpec().getListeners().stream())
                .filter(listener -> listener.getName().equals(parent.getSectionName()))
                .findFirst()
                .orElse(null);
    }

    private boolean serves(BackendRef backend, String protocol) {
        return cluster.all(Service.class).stream()
                .filter(service -> service.getMetadata().getName().equals(backend.getName()))
                .flatMap(service -> service.getSpec().getPorts().stream())
                .anyMatch(port ->
                        Objects.equals(port.getPort(), backend.getPort()) && protocol.equals(port.getProtocol()));
    }
}
