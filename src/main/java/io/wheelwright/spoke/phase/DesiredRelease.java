package io.wheelwright.spoke.phase;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Chart;
import io.wheelwright.api.v1alpha1.PlanResources;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.release.ChartReference;
import io.wheelwright.release.ReleaseRequest;
import io.wheelwright.spoke.ChartValues;
import io.wheelwright.spoke.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The release that a spoke should have. Its values are those that people wrote, and over them what the hub knows about
 * the spoke, under {@code global.wheelwright}. No secret is among them.
 */
@ApplicationScoped
class DesiredRelease {

    private final WheelwrightConfig config;

    DesiredRelease(WheelwrightConfig config) {
        this.config = config;
    }

    ReleaseRequest of(Scope scope) {
        Map<String, Object> values = ChartValues.of(scope);
        ChartValues.merge(values, Map.of("global", Map.of("wheelwright", facts(scope))));
        return new ReleaseRequest(scope.names().release(), chart(scope.product().chart()), values);
    }

    private static ChartReference chart(Chart chart) {
        return switch (chart.source()) {
            case BuiltIn -> new ChartReference.BuiltIn();
            case Archive -> new ChartReference.Archive(Path.of(chart.path()), Optional.ofNullable(chart.digest()));
            case OCI, Repository ->
                new ChartReference.Remote(
                        chart.repository(), chart.name(), chart.version(), Optional.ofNullable(chart.digest()));
        };
    }

    private Map<String, Object> facts(Scope scope) {
        PlanSpec plan = scope.plan();
        Map<String, Object> facts = new HashMap<>();
        facts.put("spokeId", scope.spokeId());
        facts.put("spokeUid", scope.uid());
        facts.put("organizationId", scope.organizationId());
        facts.put("productId", scope.spoke().getSpec().productRef());
        facts.put("plan", plan.id());
        facts.put("region", scope.spoke().getSpec().region());
        facts.put("hostname", scope.names().hostname());
        facts.put("url", scope.names().url());
        facts.put("hubUrl", config.url().toString());
        facts.put("version", scope.product().version());
        facts.put(
                "images",
                Map.of(
                        "agent", config.images().agent(),
                        "application",
                                Objects.requireNonNullElse(
                                        scope.product().image(), config.images().sample()),
                        "postgres", config.images().postgres()));
        facts.put(
                "ingress",
                Map.of(
                        "className", config.ingress().className(),
                        "clusterIssuer", config.ingress().clusterIssuer()));
        facts.put("components", components(plan));
        if (resourcesOf(plan).storage() != null) {
            facts.put("storage", resourcesOf(plan).storage().toString());
        }
        facts.put("limits", limits(scope));
        facts.put("features", scope.entitlement().features());
        return facts;
    }

    private static PlanResources resourcesOf(PlanSpec plan) {
        return plan.resources() == null ? new PlanResources(null, null, null) : plan.resources();
    }

    private static Map<String, Object> components(PlanSpec plan) {
        Map<String, Object> components = new LinkedHashMap<>();
        resourcesOf(plan).components().forEach((name, sizing) -> {
            Map<String, Object> requests = new LinkedHashMap<>();
            if (sizing.cpu() != null) {
                requests.put("cpu", sizing.cpu().toString());
            }
            if (sizing.memory() != null) {
                requests.put("memory", sizing.memory().toString());
            }
            components.put(name, requests);
        });
        return components;
    }

    private static Map<String, Object> limits(Scope scope) {
        Map<String, Object> limits = new LinkedHashMap<>();
        scope.entitlement().limits().forEach((name, limit) -> limits.put(name, limit.json()));
        return limits;
    }
}
