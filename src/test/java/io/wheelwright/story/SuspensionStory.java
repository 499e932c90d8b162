package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a customer may do decides what runs: suspension stops workloads, keeps data and identity, and is undone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuspensionStory {

    /** A few in an ordinary run; {@code -Dsoak.suspensions=100} for a long one. */
    private static final int TIMES = Integer.getInteger("soak.suspensions", 5);

    private Hub hub;

    @BeforeAll
    void aHubWithAProduct() {
        hub = Hub.start("suspension");
        hub.apply(Manifests.product("cosmetics"));
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void aPersonSuspendsASpokeAndResumesIt() {
        hub.apply(Manifests.organization("acme"));
        hub.apply(Manifests.spoke("person", "acme", "cosmetics"));
        hub.awaitReady("person");
        Map<String, Integer> running = replicas("person");
        List<String> volumes = volumes("person");
        String did = hub.spoke("person").getStatus().did();

        for (int time = 0; time < TIMES; time++) {
            suspend("person", true);
            hub.awaitCondition("person", "Ready", "False", "Suspended");
            eventually(() -> assertThat(replicas("person"))
                    .containsEntry("spoke-agent", 1)
                    .allSatisfy((name, replicas) -> assertThat(replicas).isEqualTo(name.endsWith("agent") ? 1 : 0)));

            suspend("person", false);
            hub.awaitReady("person");
            assertThat(replicas("person")).isEqualTo(running);
        }

        assertThat(volumes("person")).isEqualTo(volumes);
        assertThat(hub.spoke("person").getStatus().did()).isEqualTo(did);
        assertThat(hub.spoke("person").getStatus().release().revision()).isEqualTo(1);
        assertThat(traces("person")).isEmpty();
    }

    @Test
    void aNamespaceThatLosesItsLabelsGetsThemBackAndIsResumed() {
        hub.apply(Manifests.organization("tagged"));
        hub.apply(Manifests.spoke("stripped", "tagged", "cosmetics"));
        hub.awaitReady("stripped");
        Map<String, Integer> running = replicas("stripped");
        suspend("stripped", true);
        hub.awaitCondition("stripped", "Ready", "False", "Suspended");
        var namespace = hub.cluster().namespaces().withName(hub.namespaceOf("stripped"));
        Map<String, String> labels = namespace.require().getMetadata().getLabels();

        namespace.patch(PatchContext.of(PatchType.JSON_MERGE), """
                {"metadata": {"labels": {"wheelwright.io/fleet": null, "app.kubernetes.io/managed-by": null,
                  "pod-security.kubernetes.io/enforce": null}}}
                """);
        suspend("stripped", false);

        eventually(
                () -> assertThat(namespace.require().getMetadata().getLabels()).isEqualTo(labels));
        eventually(() -> assertThat(replicas("stripped")).isEqualTo(running));
        hub.awaitReady("stripped");
    }

    @Test
    void withoutItsProductASpokeIsStillSuspendedAndResumed() {
        hub.apply(Manifests.organization("orphan"));
        hub.apply(Manifests.product("vanishing"));
        hub.apply(Manifests.spoke("orphan", "orphan", "vanishing"));
        hub.awaitReady("orphan");
        Map<String, Integer> running = replicas("orphan");

        hub.resource(Product.class, "vanishing").delete();
        hub.awaitCondition("orphan", "Reconciling", "True", "ProductNotFound");
        hub.awaitReady("orphan");
        bill("orphan", "suspended", null);
        hub.awaitCondition("orphan", "Ready", "False", "Suspended");
        awaitAccess("orphan", Access.None);
        eventually(() -> assertThat(replicas("orphan")).containsEntry("spoke-application", 0));
        bill("orphan", "active", null);
        hub.awaitReady("orphan");
        assertThat(replicas("orphan")).isEqualTo(running);

        bill("orphan", "active", "galactic", null);
        hub.apply(Manifests.product("vanishing"));

        hub.awaitCondition("orphan", "Reconciling", "True", "PlanNotFound");
        hub.awaitReady("orphan");
        assertThat(hub.spoke("orphan").getStatus().plan()).isEqualTo("starter");
        bill("orphan", "active", null);
        eventually(() -> assertThat(hub.condition("orphan", "Reconciling")).isEmpty());
    }

    @Test
    void whatTheBillerSaysMovesARunningInstanceThroughEveryAccess() {
        hub.apply(Manifests.organization("payer"));
        hub.apply(Manifests.spoke("billed", "payer", "cosmetics"));
        hub.awaitReady("billed");

        bill("payer", "past_due", "2999-01-01T00:00:00Z");
        awaitAccess("billed", Access.ReadOnly);
        assertThat(replicas("billed")).containsEntry("spoke-application", 1);
        bill("payer", "cancelled", null);
        awaitAccess("billed", Access.ExportOnly);
        eventually(() -> assertThat(replicas("billed")).containsEntry("spoke-application", 0));
        bill("payer", "suspended", null);
        awaitAccess("billed", Access.None);
        hub.awaitCondition("billed", "Ready", "False", "Suspended");

        bill("payer", "active", null);

        hub.awaitReady("billed");
        assertThat(hub.condition("billed", "Booted").orElseThrow().getStatus()).isEqualTo("True");
    }

    @Test
    void everyKindOfWorkloadRestsAndReturns() {
        hub.apply(Manifests.organization("zoo"));
        hub.apply(Manifests.product("every-kind", """
                agent: None
                chart:
                  source: Archive
                  path: %s
                """.formatted(
                        Path.of("src/test/charts/every-kind").toAbsolutePath())));
        hub.apply(Manifests.spoke("kinds", "zoo", "every-kind"));
        hub.awaitReady("kinds");
        String namespace = hub.namespaceOf("kinds");

        suspendOrganization("zoo", "unpaid invoices");
        hub.awaitCondition("kinds", "Ready", "False", "Suspended");

        eventually(() -> assertThat(
                        hub.cluster().pods().inNamespace(namespace).list().getItems())
                .isEmpty());
        assertThat(cronJobIsSuspended(namespace, "nightly")).isTrue();
        suspendOrganization("zoo", null);
        hub.awaitReady("kinds");
        eventually(() -> assertThat(hub.cluster()
                        .pods()
                        .inNamespace(namespace)
                        .withLabel("app", "long")
                        .list()
                        .getItems())
                .hasSize(1));
        assertThat(replicas("kinds")).containsExactlyInAnyOrderEntriesOf(Map.of("web", 3, "idle", 0, "store", 1));
        assertThat(hub.cluster()
                        .apps()
                        .daemonSets()
                        .inNamespace(namespace)
                        .withName("watcher")
                        .get()
                        .getStatus()
                        .getNumberAvailable())
                .isEqualTo(1);
        assertThat(cronJobIsSuspended(namespace, "nightly")).isFalse();
        assertThat(cronJobIsSuspended(namespace, "by-hand")).isTrue();
    }

    @Test
    void aSpokeThatIsSuspendedFromTheStartWaitsAndThenStarts() {
        hub.apply(Manifests.organization("later"));
        hub.apply(Manifests.spoke("later", "later", "cosmetics") + "  suspended: true\n");
        hub.awaitCondition("later", "Claimed", "False", "Suspended");
        assertThat(hub.cluster().namespaces().withName(hub.namespaceOf("later")).get())
                .isNull();

        suspend("later", false);

        hub.awaitReady("later");
    }

    @Test
    void whoOwesAPaymentGetsNoNewInstance() {
        hub.apply(Manifests.organization("debtor"));
        hub.rest().post("/operations/pause", "", 200);
        try {
            hub.apply(Manifests.spoke("queued", "debtor", "cosmetics"));
            hub.awaitCondition("queued", "Provisioned", "False", "WaitingForSlot");

            bill("debtor", "past_due", "2999-01-01T00:00:00Z");

            hub.awaitCondition("queued", "Provisioned", "False", "PaymentPastDue");
        } finally {
            hub.rest().post("/operations/resume", "", 200);
        }
        hub.apply(Manifests.spoke("unclaimed", "debtor", "cosmetics"));
        hub.awaitCondition("unclaimed", "Claimed", "False", "PaymentPastDue");
        assertThat(hub.cluster()
                        .namespaces()
                        .withName(hub.namespaceOf("unclaimed"))
                        .get())
                .isNull();
        patch(Spoke.class, "queued", "{\"spec\": {\"adminEmail\": \"bob@debtor.example\"}}");
        eventually(() -> assertThat(hub.spoke("queued").getStatus().observedGeneration())
                .as("visited again with the queue open")
                .isEqualTo(hub.spoke("queued").getMetadata().getGeneration()));
        hub.awaitCondition("queued", "Provisioned", "False", "PaymentPastDue");
        assertThat(replicas("queued")).isEmpty();

        bill("debtor", "active", null);

        hub.awaitReady("queued");
        hub.awaitReady("unclaimed");
        bill("debtor", "past_due", "2999-01-01T00:00:00Z");
        awaitAccess("queued", Access.ReadOnly);
        hub.awaitReady("queued");
    }

    @Test
    void whatIsWrittenIntoItsNamespaceKeepsNoSpokeRunning() {
        hub.apply(Manifests.organization("vandal"));
        hub.apply(Manifests.spoke("scribbled", "vandal", "cosmetics"));
        hub.awaitReady("scribbled");
        secret("scribbled", "wheelwright-license").edit(license -> new SecretBuilder(license)
                .editMetadata()
                .addToAnnotations("wheelwright.io/license-issued-at", "yesterday")
                .addToAnnotations("wheelwright.io/license-revision", "many")
                .endMetadata()
                .build());
        secret("scribbled", "wheelwright-agent")
                .edit(agent ->
                        new SecretBuilder(agent).removeFromData("api-key").build());

        suspend("scribbled", true);

        hub.awaitCondition("scribbled", "Ready", "False", "Suspended");
        eventually(() -> assertThat(replicas("scribbled")).containsEntry("spoke-application", 0));
        eventually(() -> assertThat(
                        secret("scribbled", "wheelwright-agent").require().getData())
                .containsKeys("api-key", "hub-url"));
        assertThat(secret("scribbled", "wheelwright-license")
                        .require()
                        .getMetadata()
                        .getAnnotations()
                        .get("wheelwright.io/license-revision"))
                .as("a revision never goes back")
                .isEqualTo("2");
    }

    private Resource<Secret> secret(String spoke, String name) {
        return hub.cluster().secrets().inNamespace(hub.namespaceOf(spoke)).withName(name);
    }

    private void suspend(String spoke, boolean suspended) {
        patch(Spoke.class, spoke, "{\"spec\": {\"suspended\": %s}}".formatted(suspended));
    }

    private void suspendOrganization(String organization, String reason) {
        String suspended = reason == null ? "null" : "{\"reason\": \"" + reason + "\"}";
        patch(Organization.class, organization, "{\"spec\": {\"suspended\": " + suspended + "}}");
    }

    private void bill(String organization, String state, String graceEndsAt) {
        bill(organization, state, null, graceEndsAt);
    }

    private void bill(String organization, String state, String planId, String graceEndsAt) {
        String plan = planId == null ? "null" : '"' + planId + '"';
        String grace = graceEndsAt == null ? "null" : '"' + graceEndsAt + '"';
        patch(Organization.class, organization, """
                {"spec": {"billing": {"source": "manual", "state": "%s", "plan": %s, "graceEndsAt": %s, "revision": %d}}}
                """.formatted(state, plan, grace, System.currentTimeMillis()));
    }

    private <T extends HasMetadata> void patch(Class<T> kind, String name, String merge) {
        hub.resource(kind, name).patch(PatchContext.of(PatchType.JSON_MERGE), merge);
    }

    private void awaitAccess(String spoke, Access access) {
        eventually(() -> assertThat(hub.spoke(spoke).getStatus().access()).isEqualTo(access));
    }

    private Map<String, Integer> replicas(String spoke) {
        Map<String, Integer> replicas = new TreeMap<>();
        var apps = hub.cluster().apps();
        String namespace = hub.namespaceOf(spoke);
        apps.deployments()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(workload -> replicas.put(
                        workload.getMetadata().getName(), workload.getSpec().getReplicas()));
        apps.statefulSets()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(workload -> replicas.put(
                        workload.getMetadata().getName(), workload.getSpec().getReplicas()));
        return replicas;
    }

    private List<String> volumes(String spoke) {
        return hub.cluster().persistentVolumeClaims().inNamespace(hub.namespaceOf(spoke)).list().getItems().stream()
                .map(claim -> claim.getMetadata().getUid())
                .sorted()
                .toList();
    }

    /** Annotations that a suspension leaves on what it stopped, or on the namespace. */
    private List<String> traces(String spoke) {
        String namespace = hub.namespaceOf(spoke);
        return Stream.of(
                        hub.cluster().apps().deployments().inNamespace(namespace).list().getItems().stream(),
                        hub.cluster().apps().statefulSets().inNamespace(namespace).list().getItems().stream(),
                        Stream.of(hub.cluster().namespaces().withName(namespace).require()))
                .flatMap(objects -> objects)
                .flatMap(object -> object.getMetadata().getAnnotations().keySet().stream())
                .filter(key -> key.contains("suspended"))
                .toList();
    }

    private boolean cronJobIsSuspended(String namespace, String name) {
        return hub.cluster()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(namespace)
                .withName(name)
                .require()
                .getSpec()
                .getSuspend();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }
}
