package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The scheduler of a cluster with one node: binds a pod as soon as its volumes are bound, or says why not. */
final class Placement {

    private final ClusterView view;
    private final ClaimBinder claims;
    private final PodWrites writes;
    private final Map<String, String> nodeLabels;
    private final Clock clock;

    Placement(ClusterView view, ClaimBinder claims, PodWrites writes, Map<String, String> nodeLabels, Clock clock) {
        this.view = view;
        this.claims = claims;
        this.writes = writes;
        this.nodeLabels = nodeLabels;
        this.clock = clock;
    }

    void place(Pod pod) {
        if (!pod.getSpec().getSchedulingGates().isEmpty()) {
            return;
        }
        Optional<String> obstacle = obstacle(pod);
        if (obstacle.isPresent()) {
            tell(pod, obstacle.get());
            return;
        }
        List<PersistentVolumeClaim> open = PodClaims.of(pod)
                .flatMap(key -> view.claim(key).stream())
                .filter(claim -> !isBound(claim))
                .toList();
        if (open.isEmpty()) {
            writes.bind(pod);
        } else {
            // The claims' way to Bound brings the pod here again.
            open.forEach(claims::provision);
        }
    }

    private Optional<String> obstacle(Pod pod) {
        Map<String, String> selector = pod.getSpec().getNodeSelector();
        if (selector != null && !nodeLabels.entrySet().containsAll(selector.entrySet())) {
            return Optional.of("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
        }
        return PodClaims.of(pod).flatMap(key -> obstacle(key).stream()).findFirst();
    }

    private Optional<String> obstacle(PodKey key) {
        Optional<PersistentVolumeClaim> claim = view.claim(key);
        if (claim.isEmpty()) {
            return Optional.of("persistentvolumeclaim \"%s\" not found".formatted(key.name()));
        }
        return isBound(claim.get()) || claims.canProvision(claim.get())
                ? Optional.empty()
                : Optional.of("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.");
    }

    private void tell(Pod pod, String obstacle) {
        PodConditions conditions = new PodConditions(pod.getStatus(), clock.instant());
        conditions.set("PodScheduled", false, "Unschedulable", obstacle);
        PodStatus status = new PodStatusBuilder(pod.getStatus())
                .withConditions(conditions.all())
                .build();
        if (!status.equals(pod.getStatus())) {
            writes.report(pod, status, Map.of());
        }
    }

    private static boolean isBound(PersistentVolumeClaim claim) {
        return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
    }
}
