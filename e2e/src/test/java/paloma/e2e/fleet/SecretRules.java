package paloma.e2e.fleet;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Objects;

/** No secret has a value in Git, where a generator has only the names of its files. */
final class SecretRules {
    private SecretRules() {}

    static void check(Cluster cluster) {
        for (Secret secret : cluster.all(Secret.class)) {
            cluster.check(
                    secret.getStringData().isEmpty()
                            && secret.getData().values().stream().allMatch(Objects::isNull),
                    secret,
                    "has values that are in Git");
        }
    }
}
