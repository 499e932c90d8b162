package io.wheelwright.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.api.v1alpha1.Quota;
import io.wheelwright.chart.HelmTemplate.Rendering;
import io.wheelwright.lab.Samples;
import io.wheelwright.spoke.ChartValues;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A spoke of each plan of the samples fits the plan's quota at its fullest: every pod with its limits, one more of each
 * Deployment that is replaced pod by pod, the jobs of backup and export, and all volumes.
 */
class SampleSizesTest {

    @ParameterizedTest
    @CsvSource({"cosmetics, helm/spoke", "iot, helm/spoke", "site, kubernetes/samples/site/chart"})
    void everyPlanHasRoomForAllOfIt(String sample, Path chart) throws Exception {
        ProductSpec product = Samples.product(Path.of(""), sample).getSpec();
        Map<String, Map<String, Object>> values = new LinkedHashMap<>();
        product.plans().forEach(plan -> values.put(plan.id(), values(product, plan)));

        Map<String, Rendering> renderings = HelmTemplate.render(chart, values);

        for (PlanSpec plan : product.plans()) {
            Rendering rendering = renderings.get(plan.id());
            Quota quota = plan.resources().quota();
            assertThat(rendering.objects()).as(rendering.refusal()).isNotEmpty();
            assertThat(limits(rendering, "cpu")).as(plan.id() + ": cpu").isLessThanOrEqualTo(amount(quota.cpu()));
            assertThat(limits(rendering, "memory"))
                    .as(plan.id() + ": memory")
                    .isLessThanOrEqualTo(amount(quota.memory()));
            assertThat(volumes(rendering)).as(plan.id() + ": storage").isLessThanOrEqualTo(amount(quota.storage()));
        }
    }

    /** The values as the hub puts them together, as far as sizes depend on them. */
    private static Map<String, Object> values(ProductSpec product, PlanSpec plan) {
        Map<String, Object> wheelwright = new LinkedHashMap<>();
        wheelwright.put("components", plan.resources().components());
        if (plan.resources().storage() != null) {
            wheelwright.put("storage", plan.resources().storage());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        ChartValues.merge(values, product.chart().values());
        ChartValues.merge(values, plan.values());
        ChartValues.merge(values, SpokeValues.least());
        ChartValues.merge(values, Map.of("global", Map.of("wheelwright", wheelwright)));
        return values;
    }

    private static BigDecimal limits(Rendering rendering, String resource) {
        return rendering.objects().stream()
                .flatMap(object -> Rendering.podOf(object)
                        .map(pod -> limit(pod, resource).multiply(BigDecimal.valueOf(most(object)))))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The most pods of it at one time; of Deployments that surge, a quarter more. */
    private static long most(HasMetadata workload) {
        if (!(workload instanceof Deployment deployment)) {
            return 1;
        }
        int replicas = deployment.getSpec().getReplicas();
        boolean surges = deployment.getSpec().getStrategy() == null
                || !"Recreate".equals(deployment.getSpec().getStrategy().getType());
        return replicas + (surges ? (long) Math.ceil(replicas * 0.25) : 0);
    }

    /** Init containers run before the others, so that a pod counts with what is larger. */
    private static BigDecimal limit(PodTemplateSpec pod, String resource) {
        BigDecimal initial =
                limits(pod.getSpec().getInitContainers(), resource).reduce(BigDecimal.ZERO, BigDecimal::max);
        BigDecimal main = limits(pod.getSpec().getContainers(), resource).reduce(BigDecimal.ZERO, BigDecimal::add);
        return initial.max(main);
    }

    private static Stream<BigDecimal> limits(List<Container> containers, String resource) {
        Function<Container, Quantity> limit =
                container -> container.getResources().getLimits().get(resource);
        return containers.stream().map(limit).map(SampleSizesTest::amount);
    }

    private static BigDecimal volumes(Rendering rendering) {
        return rendering.all(PersistentVolumeClaim.class).stream()
                .map(claim -> claim.getSpec().getResources().getRequests().get("storage"))
                .map(SampleSizesTest::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal amount(Quantity quantity) {
        return quantity.getNumericalAmount();
    }
}
