package paloma.e2e.fleet;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;

/** How many replicas there are, how few there may be, and that all of them can write. */
final class ScaleRules {
    private ScaleRules() {}

    static void check(Cluster cluster) {
        cluster.all(HorizontalPodAutoscaler.class).forEach(scaler -> checkScaler(cluster, scaler));
        cluster.all(PersistentVolumeClaim.class).forEach(claim -> checkClaim(cluster, claim));
        cluster.all(PodDisruptionBudget.class).forEach(budget -> {
            List<Deployment> pods =
                    cluster.selectedBy(budget.getSpec().getSelector().getMatchLabels());
            cluster.check(pods.size() == 1, budget, "spec.selector selects no pods, or those of two");
            Integer most = budget.getSpec().getMaxUnavailable() == null
                    ? null
                    : budget.getSpec().getMaxUnavailable().getIntVal();
            cluster.check(Integer.valueOf(1).equals(most), budget, "spec.maxUnavailable is not 1");
        });
    }

    private static void checkClaim(Cluster cluster, PersistentVolumeClaim claim) {
        cluster.check(
                claim.getSpec().getAccessModes().equals(List.of("ReadWriteMany")),
                claim,
                "spec.accessModes lets one node write");
    }

    private static void checkScaler(Cluster cluster, HorizontalPodAutoscaler scaler) {
        var spec = scaler.getSpec();
        cluster.check(
                spec.getMinReplicas() >= 2 && spec.getMinReplicas() <= spec.getMaxReplicas(),
                scaler,
                "spec.minReplicas is below 2 or above spec.maxReplicas");
        var target = spec.getScaleTargetRef();
        cluster.check(
                cluster.has(target.getKind(), target.getName()),
                scaler,
                "scales the " + target.getKind() + " " + target.getName() + ", which there is not");
        for (Deployment deployment : cluster.all(Deployment.class)) {
            if (deployment.getMetadata().getName().equals(target.getName())) {
                cluster.check(
                        deployment.getSpec().getReplicas() == null, deployment, "spec.replicas is the autoscaler's");
                Cluster.containers(deployment)
                        .forEach(container -> cluster.check(
                                container.getResources() != null
                                        && container
                                                .getResources()
                                                .getRequests()
                                                .containsKey("cpu"),
                                deployment,
                                "requests no cpu, of which the autoscaler takes a share"));
            }
        }
    }
}
