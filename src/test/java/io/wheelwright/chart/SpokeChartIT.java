package io.wheelwright.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.wheelwright.chart.HelmTemplate.Rendering;
import io.wheelwright.lab.LabPlane;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real API server accepts what the chart renders, under Pod Security {@code restricted} and without one unknown field. */
class SpokeChartIT {
    private static final String NAMESPACE = "chart-of-a-spoke";

    private static KubernetesClient client;
    private static Rendering rendering;

    @BeforeAll
    static void namespace() throws Exception {
        rendering = HelmTemplate.render(Path.of("helm/spoke"), Map.of("whole", SpokeValues.whole()))
                .get("whole");
        client = LabPlane.shared().client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .serverSideApply();
        client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
    }

    @Test
    void everyObjectIsValid() {
        assertThat(rendering.objects()).hasSizeGreaterThan(10);
        for (HasMetadata object : rendering.objects()) {
            HasMetadata accepted = client.resource(object)
                    .inNamespace(NAMESPACE)
                    .dryRun()
                    .fieldValidation(Validation.STRICT)
                    .serverSideApply();
            assertThat(accepted.getMetadata().getName())
                    .isEqualTo(object.getMetadata().getName());
        }
    }

    @Test
    void everyPodPassesPodSecurity() {
        assertThat(rendering.pods()).hasSize(5);
        for (PodTemplateSpec template : rendering.pods()) {
            assertThat(client.resource(pod(template))
                            .dryRun()
                            .create()
                            .getSpec()
                            .getContainers())
                    .isNotEmpty();
        }
    }

    /** The counter-proof: the namespace does refuse what is not restricted. */
    @Test
    void aPodOfLessSecurityIsRefused() {
        Pod pod = pod(rendering.pods().get(0));
        pod.getSpec().getContainers().get(0).getSecurityContext().setAllowPrivilegeEscalation(true);

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.resource(pod).dryRun().create())
                .withMessageContaining("allowPrivilegeEscalation");
    }

    private static Pod pod(PodTemplateSpec template) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("probe")
                .withNamespace(NAMESPACE)
                .withLabels(template.getMetadata().getLabels())
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }
}
