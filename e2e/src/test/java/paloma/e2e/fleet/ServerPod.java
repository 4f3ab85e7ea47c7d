package paloma.e2e.fleet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pod of the server, and the variables that the server sees in it. */
record ServerPod(Cluster cluster, Deployment deployment) {
    static final String NAME = "paloma";

    /** As Kubernetes names the pods of a Deployment. */
    private static final String POD_NAME = "paloma-6b7c9d8f4-x2zq9";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");

    static ServerPod of(Cluster cluster) {
        return new ServerPod(
                cluster,
                cluster.all(Deployment.class).stream()
                        .filter(one -> one.getMetadata().getName().equals(NAME))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("There is no Deployment " + NAME)));
    }

    PodSpec spec() {
        return deployment.getSpec().getTemplate().getSpec();
    }

    Container container() {
        return spec().getContainers().get(0);
    }

    /** Returns what Kubernetes would set over what the image sets, with a word in place of each secret. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>(ImageFile.environment());
        container()
                .getEnvFrom()
                .forEach(from -> variables.putAll(
                        cluster.data("ConfigMap", from.getConfigMapRef().getName())));
        container().getEnv().forEach(variable -> variables.put(variable.getName(), value(variable, variables)));
        return variables;
    }

    private static String value(EnvVar variable, Map<String, String> before) {
        if (variable.getValueFrom() == null) {
            return REFERENCE
                    .matcher(variable.getValue())
                    .replaceAll(found -> Matcher.quoteReplacement(before.getOrDefault(found.group(1), found.group())));
        }
        return variable.getValueFrom().getFieldRef() == null ? "secret" : POD_NAME;
    }
}
