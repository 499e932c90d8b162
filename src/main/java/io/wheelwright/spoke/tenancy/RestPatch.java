package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.wheelwright.api.v1alpha1.Labels;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The patch that brings a workload to rest or back; what it was before is written on it by the same one. */
final class RestPatch {

    private static final String BEFORE = Labels.GROUP + "/suspended-from";

    private RestPatch() {}

    /** The patch that brings it to rest; empty when it is at rest. */
    static Optional<Map<String, Object>> resting(WorkloadKind kind, GenericKubernetesResource workload) {
        return kind.runningAs(workload)
                .map(now -> patch(workload, before(workload).orElse(now), kind.rest()));
    }

    /** The patch that lets it run as before; empty when it was not brought to rest. */
    static Optional<Map<String, Object>> running(WorkloadKind kind, GenericKubernetesResource workload) {
        return before(workload).map(before -> patch(workload, null, kind.run(before)));
    }

    private static Optional<String> before(GenericKubernetesResource workload) {
        return Optional.ofNullable(workload.getMetadata().getAnnotations()).map(annotations -> annotations.get(BEFORE));
    }

    private static Map<String, Object> patch(
            GenericKubernetesResource workload, String before, Map<String, Object> spec) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("resourceVersion", workload.getMetadata().getResourceVersion());
        metadata.put("annotations", Collections.singletonMap(BEFORE, before));
        return Map.of("metadata", metadata, "spec", spec);
    }
}
