package paloma.e2e.fleet;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import paloma.service.WellKnown;

/** What the pod of the server must agree on with the server. */
final class ServerRules {
    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)([mg])");

    /** To finish uploads and say good-bye after the grace time. */
    private static final int LAST_SECONDS = 5;

    /** What Java takes besides its heap, in halves of it: threads, code, classes and buffers outside of it. */
    private static final double MEMORY_PER_HEAP = 1.5;

    private final Cluster cluster;
    private final ServerPod pod;
    private final Map<String, String> environment;

    private ServerRules(Cluster cluster) {
        this.cluster = cluster;
        this.pod = ServerPod.of(cluster);
        this.environment = pod.environment();
    }

    static void check(Cluster cluster) {
        ServerRules rules = new ServerRules(cluster);
        rules.checkUser();
        rules.checkProbes();
        rules.checkEnd();
        rules.checkMemory();
        rules.checkFolders();
        rules.checkPorts();
    }

    private void checkUser() {
        var context = pod.spec().getSecurityContext();
        check(
                context != null
                        && Objects.equals(context.getRunAsUser(), ImageFile.user())
                        && Objects.equals(context.getRunAsGroup(), ImageFile.group())
                        && Objects.equals(context.getFsGroup(), ImageFile.group()),
                "securityContext is not of the image's user and group");
    }

    private void checkProbes() {
        checkProbe("startupProbe", pod.container().getStartupProbe(), "/ready");
        checkProbe("readinessProbe", pod.container().getReadinessProbe(), "/ready");
        checkProbe("livenessProbe", pod.container().getLivenessProbe(), "/live");
        String admin = environment.getOrDefault("PALOMA_ADMIN", "127.0.0.1:7790");
        int colon = admin.lastIndexOf(':');
        check(Set.of("0.0.0.0", "[::]").contains(admin.substring(0, colon)), "no probe reaches PALOMA_ADMIN=" + admin);
        check(
                ports("TCP").contains("admin " + admin.substring(colon + 1)),
                "the port admin is not that of PALOMA_ADMIN=" + admin);
    }

    private void checkProbe(String name, Probe probe, String path) {
        check(
                probe != null
                        && probe.getHttpGet() != null
                        && path.equals(probe.getHttpGet().getPath())
                        && "admin".equals(probe.getHttpGet().getPort().getStrVal()),
                name + " does not ask " + path + " of the port admin");
    }

    private void checkEnd() {
        var lifecycle = pod.container().getLifecycle();
        boolean sleeps = lifecycle != null
                && lifecycle.getPreStop() != null
                && lifecycle.getPreStop().getSleep() != null;
        check(sleeps, "lifecycle has no preStop that sleeps");
        long sleep = sleeps ? lifecycle.getPreStop().getSleep().getSeconds() : 0;
        String grace = environment.getOrDefault("PALOMA_GRACE", "2s");
        long seconds = Long.parseLong(grace.substring(0, grace.length() - 1));
        long end = requireNonNullElse(pod.spec().getTerminationGracePeriodSeconds(), 30L);
        check(
                grace.endsWith("s") && sleep + seconds + LAST_SECONDS <= end,
                "terminationGracePeriodSeconds is " + end + ", and preStop and PALOMA_GRACE take " + (sleep + seconds));
    }

    private void checkMemory() {
        MatchResult heap = HEAP.matcher(environment.getOrDefault("JAVA_TOOL_OPTIONS", ""))
                .results()
                .findFirst()
                .orElse(null);
        check(heap != null, "JAVA_TOOL_OPTIONS has no -Xmx");
        var resources = pod.container().getResources();
        Quantity limit = resources == null ? null : resources.getLimits().get("memory");
        if (heap != null && limit != null) {
            long bytes = Long.parseLong(heap.group(1)) << (heap.group(2).equals("g") ? 30 : 20);
            check(
                    Quantity.getAmountInBytes(limit).doubleValue() >= bytes * MEMORY_PER_HEAP,
                    "resources.limits.memory is too little for " + heap.group());
        }
    }

    private void checkFolders() {
        Volume data = mountedAt(environment.get("PALOMA_DATA"));
        check(data != null && data.getPersistentVolumeClaim() != null, "PALOMA_DATA is on no claim");
        Volume tmp = mountedAt("/tmp");
        check(
                tmp != null && tmp.getEmptyDir() != null && tmp.getEmptyDir().getSizeLimit() != null,
                "java.io.tmpdir is no emptyDir of bounded size");
        Volume secrets = mountedAt("/secrets");
        check(secrets != null && secrets.getSecret() != null, "/secrets is no secret");
        String secret = secrets == null || secrets.getSecret() == null
                ? ""
                : secrets.getSecret().getSecretName();
        Set<String> keys = cluster.data("Secret", secret).keySet();
        check(
                environment.getOrDefault("PALOMA_TOKEN_FILE", "").equals("/secrets/token") && keys.contains("token"),
                "PALOMA_TOKEN_FILE is not in its secret");
        check(
                environment.getOrDefault("PALOMA_KEY_FILE", "").equals("/secrets/..data/server.key")
                        && keys.contains("server.key"),
                "PALOMA_KEY_FILE is not in its secret, or is a link");
    }

    private Volume mountedAt(String path) {
        String name = pod.container().getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().equals(path))
                .map(VolumeMount::getName)
                .findFirst()
                .orElse("");
        return pod.spec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private void checkPorts() {
        Set<String> udp = new TreeSet<>();
        Set<String> tcp = new TreeSet<>();
        for (String service : environment.get("PALOMA_ENDPOINTS").split(",")) {
            WellKnown known = WellKnown.named(service).orElseThrow();
            udp.add(service + " " + known.port());
            if (known != WellKnown.FILES
                    && environment.getOrDefault("PALOMA_TCP", "off").equals("on")) {
                tcp.add(service + "-tcp " + known.port());
            }
        }
        Set<String> open = ports("TCP");
        open.removeIf(port -> port.startsWith("admin "));
        check(ports("UDP").equals(udp), "serves over UDP " + udp + " and opens " + ports("UDP"));
        check(open.equals(tcp), "serves over TCP " + tcp + " and opens " + open);
    }

    private Set<String> ports(String protocol) {
        Set<String> ports = new TreeSet<>();
        pod.container().getPorts().stream()
                .filter(port -> protocol.equals(port.getProtocol()))
                .forEach(port -> ports.add(port.getName() + " " + port.getContainerPort()));
        return ports;
    }

    private void check(boolean good, String fault) {
        cluster.check(good, pod.deployment(), fault);
    }
}
