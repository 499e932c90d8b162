package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/** Tells whether a workload runs as wanted, in the state that its controller has seen last. Zero wanted counts. */
public final class Availability {

    private static final String NOT_WATCHED = "not a workload that is watched: ";

    private Availability() {}

    /** Whether the Deployment, StatefulSet or DaemonSet runs as wanted. */
    public static boolean of(HasMetadata workload) {
        if (workload instanceof Deployment deployment) {
            var status = deployment.getStatus();
            return seen(workload, status == null ? null : status.getObservedGeneration())
                    && number(status.getUpdatedReplicas())
                            >= wanted(deployment.getSpec().getReplicas())
                    && number(status.getAvailableReplicas())
                            >= wanted(deployment.getSpec().getReplicas());
        }
        if (workload instanceof StatefulSet set) {
            var status = set.getStatus();
            return seen(workload, status == null ? null : status.getObservedGeneration())
                    && number(status.getAvailableReplicas())
                            >= wanted(set.getSpec().getReplicas());
        }
        if (workload instanceof DaemonSet set) {
            var status = set.getStatus();
            return seen(workload, status == null ? null : status.getObservedGeneration())
                    && number(status.getNumberAvailable()) >= number(status.getDesiredNumberScheduled());
        }
        throw new IllegalArgumentException(NOT_WATCHED + workload.getKind());
    }

    /** Whether any pod of it is available: what is wanted at zero is as wanted, and does not run. */
    public static boolean runs(HasMetadata workload) {
        if (workload instanceof Deployment deployment) {
            var status = deployment.getStatus();
            return status != null && number(status.getAvailableReplicas()) > 0;
        }
        if (workload instanceof StatefulSet set) {
            var status = set.getStatus();
            return status != null && number(status.getAvailableReplicas()) > 0;
        }
        if (workload instanceof DaemonSet set) {
            var status = set.getStatus();
            return status != null && number(status.getNumberAvailable()) > 0;
        }
        throw new IllegalArgumentException(NOT_WATCHED + workload.getKind());
    }

    private static boolean seen(HasMetadata workload, Long observedGeneration) {
        return observedGeneration != null
                && observedGeneration >= workload.getMetadata().getGeneration();
    }

    private static int wanted(Integer replicas) {
        return replicas == null ? 1 : replicas;
    }

    private static int number(Integer count) {
        return count == null ? 0 : count;
    }
}
