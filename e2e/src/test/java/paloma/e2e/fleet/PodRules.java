package paloma.e2e.fleet;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds for every pod: it may do no more than it must, and all that it names is there. */
final class PodRules {
    private static final int OF_OTHERS = 0007;

    private final Cluster cluster;
    private final Deployment deployment;
    private final PodSpec pod;

    private PodRules(Cluster cluster, Deployment deployment) {
        this.cluster = cluster;
        this.deployment = deployment;
        this.pod = deployment.getSpec().getTemplate().getSpec();
    }

    static void check(Cluster cluster) {
        cluster.all(Deployment.class).forEach(deployment -> new PodRules(cluster, deployment).check());
    }

    private void check() {
        check(
                Cluster.labels(deployment)
                        .entrySet()
                        .containsAll(deployment
                                .getSpec()
                                .getSelector()
                                .getMatchLabels()
                                .entrySet()),
                "spec.selector selects other labels than its template has");
        pod.getTopologySpreadConstraints()
                .forEach(spread -> check(
                        Cluster.labels(deployment)
                                .entrySet()
                                .containsAll(spread.getLabelSelector()
                                        .getMatchLabels()
                                        .entrySet()),
                        "topologySpreadConstraints count other pods"));
        check(Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()), "automountServiceAccountToken is not off");
        check(Boolean.FALSE.equals(pod.getEnableServiceLinks()), "enableServiceLinks is not off");
        checkUser();
        checkVolumes();
        pod.getContainers().forEach(this::checkContainer);
    }

    private void checkUser() {
        var context = pod.getSecurityContext();
        check(
                context != null
                        && Boolean.TRUE.equals(context.getRunAsNonRoot())
                        && requireNonNullElse(context.getRunAsUser(), 0L) > 0,
                "securityContext lets root run");
        check(
                context != null
                        && context.getSeccompProfile() != null
                        && "RuntimeDefault".equals(context.getSeccompProfile().getType()),
                "securityContext.seccompProfile is not RuntimeDefault");
    }

    private void checkVolumes() {
        Set<String> mounted = pod.getContainers().stream()
                .flatMap(container -> container.getVolumeMounts().stream())
                .map(mount -> mount.getName())
                .collect(Collectors.toSet());
        Set<String> volumes = pod.getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
        check(mounted.equals(volumes), "mounts " + mounted + " of the volumes " + volumes);
        for (Volume volume : pod.getVolumes()) {
            if (volume.getPersistentVolumeClaim() != null) {
                checkNamed(
                        "PersistentVolumeClaim",
                        volume.getPersistentVolumeClaim().getClaimName());
            }
            if (volume.getSecret() != null) {
                checkNamed("Secret", volume.getSecret().getSecretName());
                int mode = requireNonNullElse(volume.getSecret().getDefaultMode(), 0644);
                check((mode & OF_OTHERS) == 0, "volume " + volume.getName() + " is readable by all");
            }
        }
    }

    private void checkContainer(Container container) {
        String image = container.getImage();
        check(
                image.matches("[^@]*:(?!latest$)[\\w.-]+|.*@sha256:[0-9a-f]{64}"),
                "image " + image + " is another one tomorrow");
        var limits = container.getResources() == null
                ? null
                : container.getResources().getLimits();
        check(limits != null && limits.containsKey("memory"), container.getName() + " has no limit of memory");
        checkPrivileges(container);
        checkVariables(container);
        List<String> ports =
                container.getPorts().stream().map(port -> port.getName()).toList();
        check(Set.copyOf(ports).size() == ports.size(), "two ports have one name");
        Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                .filter(Objects::nonNull)
                .map(PodRules::port)
                .forEach(port -> check(ports.contains(port), "a probe asks the port " + port + ", which there is not"));
    }

    private void checkPrivileges(Container container) {
        SecurityContext context = requireNonNullElse(container.getSecurityContext(), new SecurityContext());
        check(
                Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())
                        && Boolean.TRUE.equals(context.getReadOnlyRootFilesystem())
                        && context.getCapabilities() != null
                        && context.getCapabilities().getDrop().contains("ALL"),
                container.getName() + " may do more than it must");
    }

    private void checkVariables(Container container) {
        container
                .getEnvFrom()
                .forEach(from -> checkNamed("ConfigMap", from.getConfigMapRef().getName()));
        for (EnvVar variable : container.getEnv()) {
            if (variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null) {
                SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
                checkNamed("Secret", key.getName());
                check(
                        cluster.data("Secret", key.getName()).containsKey(key.getKey()),
                        variable.getName() + " is the key " + key.getKey() + " of a secret, which there is not");
            }
        }
    }

    private static String port(Probe probe) {
        return (probe.getHttpGet() == null
                        ? probe.getTcpSocket().getPort()
                        : probe.getHttpGet().getPort())
                .getStrVal();
    }

    private void checkNamed(String kind, String name) {
        check(cluster.has(kind, name), "names the " + kind + " " + name + ", which there is not");
    }

    private void check(boolean good, String fault) {
        cluster.check(good, deployment, fault);
    }
}
