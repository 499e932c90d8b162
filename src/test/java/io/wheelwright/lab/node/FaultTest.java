package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-           | -                              | -",
                "image-pull  | -                              | IMAGE_PULL",
                "-           | crash-loop                     | CRASH_LOOP",
                "-           | api:never-ready                | NEVER_READY",
                "-           | agent:never-ready              | -",
                "-           | agent:image-pull, api:crash-loop | CRASH_LOOP",
                "image-pull  | crash-loop                     | IMAGE_PULL",
                "no-such     | -                              | -",
            })
    void comesFromThePodOrItsNamespace(String onPod, String onNamespace, Fault expected) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .addToLabels("wheelwright.io/component", "api")
                .addToAnnotations(Fault.ANNOTATION, onPod)
                .endMetadata()
                .build();
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .addToAnnotations(Fault.ANNOTATION, onNamespace)
                .endMetadata()
                .build();
        assertThat(Fault.of(pod, Optional.of(namespace))).isEqualTo(Optional.ofNullable(expected));
    }
}
