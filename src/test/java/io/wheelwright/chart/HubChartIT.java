package io.wheelwright.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.wheelwright.chart.HelmTemplate.Rendering;
import io.wheelwright.lab.LabPlane;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real API server accepts what the chart of the hub renders, without one unknown field. */
class HubChartIT {

    private static final KubernetesClient CLIENT = LabPlane.shared().client();

    private static Rendering rendering;

    @BeforeAll
    static void render() throws Exception {
        rendering = HelmTemplate.render(Path.of("helm/wheelwright"), Map.of("defaults", Map.of()))
                .get("defaults");
    }

    @Test
    void everyObjectIsValid() {
        assertThat(rendering.objects()).hasSizeGreaterThan(10);
        for (HasMetadata object : rendering.objects()) {
            HasMetadata accepted = CLIENT.resource(object)
                    .dryRun()
                    .fieldValidation(Validation.STRICT)
                    .forceConflicts()
                    .serverSideApply();
            assertThat(accepted.getMetadata().getName())
                    .isEqualTo(object.getMetadata().getName());
        }
    }

    /** The namespace of the hub enforces Pod Security {@code restricted}. */
    @Test
    void thePodIsRestricted() {
        Pod accepted = CLIENT.resource(pod()).dryRun().create();

        assertThat(accepted.getSpec().getServiceAccountName()).isEqualTo("wheelwright");
    }

    @Test
    void aRestartedContainerKeepsTheNameOfItsHub() {
        assertThat(pod().getSpec().getContainers().get(0).getEnv())
                .filteredOn(variable -> variable.getName().equals("WHEELWRIGHT_INSTANCE"))
                .singleElement()
                .satisfies(variable -> assertThat(
                                variable.getValueFrom().getFieldRef().getFieldPath())
                        .isEqualTo("metadata.name"));
    }

    @Test
    void theCustomResourcesOutliveTheHub() {
        assertThat(rendering.all(Namespace.class)).isNotEmpty().allSatisfy(namespace -> assertThat(
                        namespace.getMetadata().getAnnotations())
                .containsEntry("helm.sh/resource-policy", "keep"));
    }

    private static Pod pod() {
        PodTemplateSpec template =
                rendering.one(Deployment.class, "wheelwright").getSpec().getTemplate();
        return new PodBuilder()
                .withNewMetadata()
                .withName("probe")
                .withNamespace("wheelwright-system")
                .withLabels(template.getMetadata().getLabels())
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }
}
