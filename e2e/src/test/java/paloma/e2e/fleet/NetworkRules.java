package paloma.e2e.fleet;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What leads to the pods: services by the names of their ports, and policies that let them through. */
final class NetworkRules {
    private final Cluster cluster;

    private NetworkRules(Cluster cluster) {
        this.cluster = cluster;
    }

    static void check(Cluster cluster) {
        NetworkRules rules = new NetworkRules(cluster);
        cluster.all(Service.class).forEach(rules::checkService);
        cluster.all(NetworkPolicy.class).forEach(rules::checkPolicy);
    }

    private void checkService(Service service) {
        var spec = service.getSpec();
        List<Deployment> pods = cluster.selectedBy(spec.getSelector());
        cluster.check(pods.size() == 1, service, "spec.selector selects no pods, or those of two");
        cluster.check(
                !"ClientIP".equals(spec.getSessionAffinity()),
                service,
                "spec.sessionAffinity leads a client back to a replica that is silent");
        cluster.check(
                !"LoadBalancer".equals(spec.getType()) || "Local".equals(spec.getExternalTrafficPolicy()),
                service,
                "spec.externalTrafficPolicy hides the address of the client");
        cluster.check(
                "LoadBalancer".equals(spec.getType()) || spec.getExternalTrafficPolicy() == null,
                service,
                "spec.externalTrafficPolicy is not for this type");
        pods.forEach(pod -> spec.getPorts().forEach(port -> checkPort(service, port, pod)));
        Set<String> unserved =
                pods.stream().flatMap(NetworkRules::named).collect(Collectors.toCollection(TreeSet::new));
        spec.getPorts().forEach(port -> unserved.remove(port.getTargetPort().getStrVal() + " " + port.getProtocol()));
        cluster.check(unserved.isEmpty(), service, "spec.ports leave out " + unserved);
    }

    private void checkPort(Service service, ServicePort port, Deployment pod) {
        boolean agrees = Cluster.ports(pod)
                .anyMatch(one -> one.getName().equals(port.getName())
                        && one.getName().equals(port.getTargetPort().getStrVal())
                        && one.getProtocol().equals(port.getProtocol())
                        && one.getContainerPort().equals(port.getPort()));
        cluster.check(
                agrees,
                service,
                "port " + port.getName() + " " + port.getPort() + "/" + port.getProtocol() + " is not that of the pod");
    }

    /** The ports of a pod that others may ask: all but that of the admin. */
    private static Stream<String> named(Deployment pod) {
        return Cluster.ports(pod)
                .filter(port -> !port.getName().equals("admin"))
                .map(port -> port.getName() + " " + port.getProtocol());
    }

    private void checkPolicy(NetworkPolicy policy) {
        List<Deployment> pods =
                cluster.selectedBy(policy.getSpec().getPodSelector().getMatchLabels());
        cluster.check(pods.size() == 1, policy, "spec.podSelector selects no pods, or those of two");
        Set<String> shut = pods.stream().flatMap(NetworkRules::named).collect(Collectors.toCollection(TreeSet::new));
        for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
            cluster.check(!rule.getPorts().isEmpty(), policy, "a rule lets all ports through");
            rule.getPorts().forEach(port -> {
                String name = port.getPort().getStrVal();
                cluster.check(
                        pods.stream()
                                .flatMap(Cluster::ports)
                                .anyMatch(one -> one.getName().equals(name)
                                        && one.getProtocol().equals(port.getProtocol())),
                        policy,
                        "lets through " + name + "/" + port.getProtocol() + ", which there is not");
                cluster.check(
                        !name.equals("admin") || !rule.getFrom().isEmpty(),
                        policy,
                        "lets everybody ask the port admin");
                shut.remove(name + " " + port.getProtocol());
            });
        }
        cluster.check(shut.isEmpty(), policy, "keeps out " + shut);
    }
}
