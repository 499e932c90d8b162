package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How each kind of workload is brought to rest and back. A chart can make no other kind: its deployer has no right to.
 */
enum WorkloadKind {
    DEPLOYMENT(Deployment.class) {
        @Override
        Optional<String> runningAs(GenericKubernetesResource workload) {
            return replicas(workload);
        }

        @Override
        Map<String, Object> rest() {
            return Map.of("replicas", 0);
        }

        @Override
        Map<String, Object> run(String as) {
            return Map.of("replicas", Integer.valueOf(as));
        }
    },
    STATEFUL_SET(StatefulSet.class) {
        @Override
        Optional<String> runningAs(GenericKubernetesResource workload) {
            return replicas(workload);
        }

        @Override
        Map<String, Object> rest() {
            return Map.of("replicas", 0);
        }

        @Override
        Map<String, Object> run(String as) {
            return Map.of("replicas", Integer.valueOf(as));
        }
    },
    /** It has no number: a label that no node has keeps it from every node. */
    DAEMON_SET(DaemonSet.class) {
        @Override
        Optional<String> runningAs(GenericKubernetesResource workload) {
            return workload.get("spec", "template", "spec", "nodeSelector", NOWHERE) == null
                    ? Optional.of("everywhere")
                    : Optional.empty();
        }

        @Override
        Map<String, Object> rest() {
            return nodeSelector("true");
        }

        @Override
        Map<String, Object> run(String as) {
            return nodeSelector(null);
        }

        private Map<String, Object> nodeSelector(String value) {
            return Map.of("template", Map.of("spec", Map.of("nodeSelector", Collections.singletonMap(NOWHERE, value))));
        }
    },
    CRON_JOB(CronJob.class) {
        @Override
        Optional<String> runningAs(GenericKubernetesResource workload) {
            return suspendable(workload);
        }

        @Override
        Map<String, Object> rest() {
            return Map.of("suspend", true);
        }

        @Override
        Map<String, Object> run(String as) {
            return Map.of("suspend", false);
        }
    },
    JOB(Job.class) {
        @Override
        Optional<String> runningAs(GenericKubernetesResource workload) {
            boolean over = holds(workload, "Complete") || holds(workload, "Failed");
            return over ? Optional.empty() : suspendable(workload);
        }

        @Override
        Map<String, Object> rest() {
            return Map.of("suspend", true);
        }

        @Override
        Map<String, Object> run(String as) {
            return Map.of("suspend", false);
        }
    };

    private static final String NOWHERE = "wheelwright.io/suspended";

    private final Class<? extends HasMetadata> type;

    WorkloadKind(Class<? extends HasMetadata> type) {
        this.type = type;
    }

    static WorkloadKind of(HasMetadata workload) {
        return Arrays.stream(values())
                .filter(kind -> kind.kind().equals(workload.getKind()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a workload: " + workload.getKind()));
    }

    String apiVersion() {
        return HasMetadata.getApiVersion(type);
    }

    String kind() {
        return HasMetadata.getKind(type);
    }

    /** What it has to be told later to run as it does now; empty when it is at rest. */
    abstract Optional<String> runningAs(GenericKubernetesResource workload);

    /** The part of its spec that brings it to rest. */
    abstract Map<String, Object> rest();

    /** The part of its spec that makes it run again. */
    abstract Map<String, Object> run(String as);

    /** Whether as many of it are ready as are wanted; for those that have no number, whether it may run. */
    boolean isReady(GenericKubernetesResource workload) {
        Number wanted = workload.get("spec", "replicas");
        Number ready = workload.get("status", "readyReplicas");
        return runningAs(workload).isPresent()
                && (wanted == null || ready != null && ready.intValue() >= wanted.intValue());
    }

    private static boolean holds(GenericKubernetesResource job, String type) {
        List<Map<String, Object>> conditions = job.get("status", "conditions");
        return conditions != null
                && conditions.stream()
                        .anyMatch(condition ->
                                type.equals(condition.get("type")) && "True".equals(condition.get("status")));
    }

    private static Optional<String> replicas(GenericKubernetesResource workload) {
        Number wanted = workload.get("spec", "replicas");
        return wanted != null && wanted.intValue() == 0
                ? Optional.empty()
                : Optional.of(wanted == null ? "1" : wanted.toString());
    }

    private static Optional<String> suspendable(GenericKubernetesResource workload) {
        return Boolean.TRUE.equals(workload.get("spec", "suspend")) ? Optional.empty() : Optional.of("scheduled");
    }
}
