package io.wheelwright.story;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Objects that were stored under another schema, so that the model cannot read them: each says so, and none holds up
 * another. The schemas are loosened for that on a control plane of this test's own.
 */
@Tag("long")
class OddObjectsStory {

    private static final Path PLANE =
            Path.of("target", "planes", "odd-" + ProcessHandle.current().pid());

    private static final List<String> ODD_SPOKES = List.of(
            "{}",
            "7",
            "[1]",
            "{organizationRef: 7, productRef: {a: b}, plan: [x]}",
            "{organizationRef: acme, productRef: odd, plan: starter}",
            "{organizationRef: odd, productRef: cosmetics, plan: starter}",
            "{organizationRef: {}, productRef: cosmetics, plan: starter, suspended: {}, billing: [], hostname: []}");

    @Test
    void anObjectThatNobodyCanReadHoldsUpNobodyElse() throws IOException {
        try (LabPlane plane = LabPlane.start(PLANE, List.of())) {
            loosen(plane.client());
            oddOnesHoldUpNobody(plane);
        }
    }

    private static void oddOnesHoldUpNobody(LabPlane plane) throws IOException {
        try (Hub hub = Hub.start(plane, "odd", Map.of())) {
            hub.apply(resource("Organization", "odd", "{displayName: {}, contactEmail: 5}"));
            hub.apply(resource("Product", "odd", "{displayName: 1, version: {}, plans: [7, {id: []}], packs: x}"));
            for (int number = 0; number < ODD_SPOKES.size(); number++) {
                hub.apply(resource("Spoke", "odd-" + number, ODD_SPOKES.get(number)));
            }
            ordinary(hub, "before");
            everyOddOneSaysSo(hub);

            hub.process().kill();
            hub.process().start().awaitReady();

            ordinary(hub, "after");
            everyOddOneSaysSo(hub);
            assertThat(complaints(hub)).isEmpty();
        }
    }

    /** A spoke beside the odd ones gets its release; no node of this plane runs its pods. */
    private static void ordinary(Hub hub, String name) {
        hub.apply(Manifests.organization("acme"));
        hub.apply(Manifests.product("cosmetics"));
        hub.apply(Manifests.spoke(name, "acme", "cosmetics"));
        hub.awaitCondition(name, "Provisioned", "True", null);
    }

    private static void everyOddOneSaysSo(Hub hub) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (int number = 0; number < ODD_SPOKES.size(); number++) {
                assertThat(reason(hub, "Spoke", "odd-" + number, "Claimed"))
                        .as(ODD_SPOKES.get(number))
                        .isEqualTo("Unreadable");
            }
            assertThat(reason(hub, "Product", "odd", "Ready")).isEqualTo("Unreadable");
            assertThat(reason(hub, "Organization", "odd", "Ready")).isEqualTo("Unreadable");
        });
    }

    /** Read without the model, which is the hub's business. */
    private static String reason(Hub hub, String kind, String name, String type) {
        List<Map<String, Object>> conditions = hub.cluster()
                .genericKubernetesResources("wheelwright.io/v1alpha1", kind)
                .inNamespace(hub.space().fleetNamespace())
                .withName(name)
                .require()
                .get("status", "conditions");
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(condition -> condition.get("type").equals(type))
                        .map(condition -> (String) condition.get("reason"))
                        .findFirst()
                        .orElse(null);
    }

    private static void loosen(KubernetesClient admin) {
        for (String kind : List.of("products", "organizations", "spokes")) {
            admin.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(kind + ".wheelwright.io")
                    .edit(OddObjectsStory::loosened);
        }
        await("the API server accepts what it would have refused")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> Stream.of("Organization", "Product", "Spoke")
                        .allMatch(kind -> admin.resource(resource(kind, "probe", "[]"))
                                        .inNamespace("wheelwright-fleet")
                                        .dryRun()
                                        .create()
                                != null));
    }

    private static CustomResourceDefinition loosened(CustomResourceDefinition definition) {
        JSONSchemaProps schema =
                definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
        schema.setRequired(null);
        schema.setXKubernetesValidations(null);
        schema.getProperties()
                .put(
                        "spec",
                        new JSONSchemaPropsBuilder()
                                .withXKubernetesPreserveUnknownFields(true)
                                .build());
        definition.getSpec().getVersions().get(0).setSelectableFields(null);
        definition.getSpec().getVersions().get(0).setAdditionalPrinterColumns(null);
        return definition;
    }

    private static String resource(String kind, String name, String spec) {
        return """
                apiVersion: wheelwright.io/v1alpha1
                kind: %s
                metadata:
                  name: %s
                spec: %s
                """.formatted(kind, name, spec);
    }

    private static List<String> complaints(Hub hub) throws IOException {
        return Files.readAllLines(hub.process().log()).stream()
                .filter(line -> line.contains("\"level\":\"ERROR\"") || line.contains("\"level\":\"WARN\""))
                .toList();
    }
}
