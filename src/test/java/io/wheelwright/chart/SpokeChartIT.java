package io.wheelwright.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real API server accepts what the chart renders with every combination of its switches, under Pod Security
 * {@code restricted} and without one unknown field.
 */
class SpokeChartIT {
    private static final String NAMESPACE = "chart-of-a-spoke";

    private static KubernetesClient client;
    private static Map<String, Rendering> renderings;

    @BeforeAll
    static void namespace() throws Exception {
        renderings = HelmTemplate.render(Path.of("helm/spoke"), SpokeValues.combinations());
        renderings.putAll(HelmTemplate.render(
                Path.of("kubernetes/samples/site/chart"), Map.of("the-site-sample", SpokeValues.least())));
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

    static Stream<Arguments> renderings() {
        return renderings.entrySet().stream()
                .map(rendering -> arguments(named(rendering.getKey(), rendering.getValue())));
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void everyObjectIsValid(Rendering rendering) {
        assertThat(rendering.objects()).hasSizeGreaterThan(4);
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

    @ParameterizedTest
    @MethodSource("renderings")
    void everyPodPassesPodSecurity(Rendering rendering) {
        assertThat(rendering.pods()).hasSizeGreaterThan(1);
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
        Pod pod = pod(renderings.get("with-mqtt").pods().get(0));
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
