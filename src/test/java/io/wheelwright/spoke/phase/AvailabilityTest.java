package io.wheelwright.spoke.phase;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvailabilityTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest(name = "{0}, generation 2: {1} {2} -> {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Deployment  | {replicas: 2} | {observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2} | true",
                "Deployment  | {replicas: 2} | {observedGeneration: 2, updatedReplicas: 2, availableReplicas: 1} | false",
                "Deployment  | {replicas: 2} | {observedGeneration: 2, updatedReplicas: 1, availableReplicas: 2} | false",
                "Deployment  | {replicas: 2} | {observedGeneration: 1, updatedReplicas: 2, availableReplicas: 2} | false",
                "Deployment  | {replicas: 2} | {}                                                                | false",
                "Deployment  | {}            | {observedGeneration: 2, updatedReplicas: 1, availableReplicas: 1} | true",
                "Deployment  | {replicas: 0} | {observedGeneration: 2}                                           | true",
                "StatefulSet | {replicas: 1} | {observedGeneration: 2, availableReplicas: 1}                     | true",
                "StatefulSet | {replicas: 1} | {observedGeneration: 2}                                           | false",
                "StatefulSet | {replicas: 0} | {observedGeneration: 2}                                           | true",
                "DaemonSet   | {}  | {observedGeneration: 2, desiredNumberScheduled: 3, numberAvailable: 3}       | true",
                "DaemonSet   | {}  | {observedGeneration: 2, desiredNumberScheduled: 3, numberAvailable: 2}       | false",
                "DaemonSet   | {}  | {observedGeneration: 2, desiredNumberScheduled: 0}                           | true",
            })
    void aWorkloadIsAvailable(String kind, String spec, String status, boolean available) {
        HasMetadata workload = YAML.unmarshal("""
                apiVersion: apps/v1
                kind: %s
                metadata: {name: w, generation: 2}
                spec: %s
                status: %s
                """.formatted(kind, spec, status));

        assertThat(Availability.of(workload)).isEqualTo(available);
    }
}
