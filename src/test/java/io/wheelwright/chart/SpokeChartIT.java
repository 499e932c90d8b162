package io.wheelwright.chart;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.lab.LabPlane;
import org.junit.jupiter.api.Test;

/** What the chart renders is what a real API server accepts, under Pod Security {@code restricted}. */
class SpokeChartIT {
    private static final String NAMESPACE = "spoke-acme";

    private final KubernetesClient client = LabPlane.shared().client();

    @Test
    void theApiServerAcceptsEveryObjectAsItIs() throws Exception {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .addToLabels("pod-security.kubernetes.io/warn", "restricted")
                        .endMetadata()
                        .build())
                .serverSideApply();
    }
}
