package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.api.v1alpha1.Health;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import io.wheelwright.support.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What goes wrong with a running instance, and what it leaves behind: the reason, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class TroubleStory {

    private Hub hub;

    @BeforeAll
    void aHubWithACustomer() {
        hub = Hub.start(
                "trouble",
                Map.of(
                        "wheelwright.release.deadline", "PT20S",
                        "wheelwright.heartbeat.interval", "PT2S",
                        "wheelwright.heartbeat.silence", "PT20S"));
        hub.apply(Manifests.organization("acme"));
        hub.apply(Manifests.product("cosmetics"));
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void aPodThatCrashesAgainAndAgainAfterTheHandoffIsToldOnceAndTakesNothingBack() {
        hub.apply(Manifests.spoke("shaky", "acme", "cosmetics"));
        hub.awaitReady("shaky");
        int revision = hub.spoke("shaky").getStatus().release().revision();

        breakPods("shaky", "api");
        hub.awaitCondition("shaky", "Booted", "False", "CrashLoop");
        int told = events("shaky");
        await("it has crashed four times").atMost(Duration.ofMinutes(2)).until(() -> restarts("shaky") >= 4);

        assertThat(events("shaky")).as("events").isEqualTo(told);
        SpokeStatus status = hub.spoke("shaky").getStatus();
        assertThat(status.operation().progress()).isEqualTo(100);
        assertThat(status.health()).isEqualTo(Health.Degraded);
        assertThat(status.release().revision()).isEqualTo(revision);
        assertThat(hub.rows("select status from spokes where spoke_id = 'shaky'"))
                .containsExactly(List.of("active"));
        assertThat(hub.rows("select status, progress from operations where spoke_id = 'shaky'"))
                .containsExactly(List.of("completed", "100"));
    }

    @Test
    void aSpokeWhoseStatusWasLostStaysOnTheVersionThatHelmRecorded() {
        hub.apply(Manifests.product("versions"));
        hub.apply(Manifests.spoke("steady", "acme", "versions"));
        hub.awaitReady("steady");
        assertThat(hub.spoke("steady").getStatus().release().snapshot()).isEqualTo("versions-1.0.0");
        hub.apply(Manifests.product("versions").replace("version: 1.0.0", "version: 2.0.0"));
        await().atMost(Patience.SOON)
                .until(() -> hub.cluster()
                                .apps()
                                .controllerRevisions()
                                .inNamespace(hub.space().fleetNamespace())
                                .withName("versions-2.0.0")
                                .get()
                        != null);

        hub.process().kill();
        hub.resource(Spoke.class, "steady").editStatus(spoke -> {
            spoke.setStatus(null);
            return spoke;
        });
        hub.process().start().awaitReady();

        hub.awaitReady("steady");
        assertThat(hub.spoke("steady").getStatus().release().snapshot()).isEqualTo("versions-1.0.0");
        assertThat(hub.spoke("steady").getStatus().release().revision()).isEqualTo(1);
    }

    @Test
    void anUpgradeThatFailsLeavesThePreviousVersionRunningAndSaysWhy() {
        hub.apply(Manifests.product("risky", chart("plain")));
        hub.apply(Manifests.spoke("careful", "acme", "risky"));
        hub.awaitReady("careful");
        String image = image("careful");

        hub.apply(Manifests.product("risky", chart("failing-upgrade")).replace("version: 1.0.0", "version: 2.0.0"));
        change("careful", "2.0.0");
        hub.awaitCondition("careful", "Provisioned", "False", "HookFailed");

        assertThat(hub.condition("careful", "Provisioned").orElseThrow().getMessage())
                .contains("pre-upgrade hooks failed");
        for (String kept : List.of("Booted", "Installed", "HandedOff")) {
            assertThat(hub.condition("careful", kept).orElseThrow().getStatus())
                    .as(kept)
                    .isEqualTo("True");
        }
        assertThat(image("careful")).isEqualTo(image);
        assertThat(hub.spoke("careful").getStatus().release().snapshot()).isEqualTo("risky-1.0.0");
        assertThat(hub.rows("select status from spokes where spoke_id = 'careful'"))
                .containsExactly(List.of("active"));
        breakPods("careful", "plain");
        hub.awaitCondition("careful", "Booted", "False", "CrashLoop");
        assertThat(hub.condition("careful", "Provisioned").orElseThrow().getReason())
                .isEqualTo("HookFailed");
        mendPods("careful");
        hub.awaitCondition("careful", "Booted", "True", "Completed");
        change("careful", null);
        hub.awaitReady("careful");
    }

    @Test
    void aHubThatIsKilledInTheMiddleOfACallLeavesNoCredentialThatIsOfUse() {
        hub.apply(Manifests.product("endless", chart("hostile-endless-hook")));
        hub.apply(Manifests.spoke("held", "acme", "endless"));
        await().atMost(Duration.ofSeconds(60)).until(() -> bond("held").isPresent());
        String killed = bond("held").orElseThrow();

        hub.process().kill();
        hub.process().start().awaitReady();

        await("the next call ends the former one's credential")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !bond("held").equals(Optional.of(killed)));
        hub.awaitCondition("held", "Provisioned", "False", "DeployTimeout");
        hub.apply(Manifests.product("endless", chart("plain")).replace("version: 1.0.0", "version: 2.0.0"));
        change("held", "2.0.0");
        hub.awaitReady("held");
        assertThat(bond("held")).isEmpty();
    }

    @Test
    void aSilentSpokeIsStaleWhileItsAgentRunsAndUnreachableWhenItDoesNot() {
        hub.apply(Manifests.spoke("mute", "acme", "cosmetics"));
        hub.awaitReady("mute");
        String uid = hub.spoke("mute").getMetadata().getUid();

        hub.rows("""
                WITH forgotten AS (DELETE FROM spoke_keys WHERE spoke_uid = '%s')
                UPDATE spokes SET change_seq = nextval('spoke_changes') WHERE uid = '%s' RETURNING uid
                """.formatted(uid, uid));
        awaitHealth("mute", Health.Stale);

        breakPods("mute", "agent");
        awaitHealth("mute", Health.Unreachable);
    }

    @Test
    void anAgentGetsAnotherKeyAndTheFormerOneDies() {
        hub.apply(Manifests.spoke("rekeyed", "acme", "cosmetics"));
        hub.awaitReady("rekeyed");
        String former = key("rekeyed");
        hub.rest().as(former).get("/spokes/rekeyed/license", 200);

        hub.rest().post("/spokes/rekeyed/credentials/rotate", null, 202);

        awaitRefused("rekeyed", former);
        String second = key("rekeyed");
        hub.rest().as(second).get("/spokes/rekeyed/license", 200);

        hub.resource(Spoke.class, "rekeyed")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("kubectl-annotate")
                                .build(),
                        "{\"metadata\": {\"annotations\": {\"wheelwright.io/rotate-key\": \"by hand\"}}}");

        awaitRefused("rekeyed", second);
        hub.rest().as(key("rekeyed")).get("/spokes/rekeyed/license", 200);
        assertThat(hub.rest().post("/spokes/rekeyed/credentials/rotate", null, 409))
                .contains("kubectl-annotate");
        hub.awaitReady("rekeyed");
        assertThat(hub.spoke("rekeyed").getStatus().health()).isEqualTo(Health.Healthy);
    }

    @Test
    void whatAPolicyOfTheClusterRefusesIsTold() {
        String namespace = hub.namespaceOf("unwanted");
        List<HasMetadata> policy = refusing(namespace);
        policy.forEach(object -> hub.cluster().resource(object).create());
        try {
            await("the policy is in force").atMost(Duration.ofMinutes(1)).until(() -> isRefused(namespace));
            hub.apply(Manifests.spoke("unwanted", "acme", "cosmetics"));

            hub.awaitCondition("unwanted", "Ready", "False", "KubernetesApiRefused");
            assertThat(hub.condition("unwanted", "Reconciling").orElseThrow().getMessage())
                    .contains("namespaces need a cost center");
        } finally {
            policy.forEach(object -> hub.cluster().resource(object).delete());
        }
        hub.awaitReady("unwanted");
    }

    @Test
    void aPasswordThatIsDeletedIsNotReplacedByOneThatOpensNothing() {
        hub.apply(Manifests.spoke("locked", "acme", "cosmetics"));
        hub.awaitReady("locked");
        Secret password = secret("locked", "wheelwright-database").require();

        secret("locked", "wheelwright-database").delete();
        hub.apply(Manifests.spoke("locked", "acme", "cosmetics") + "  directory: {visible: true}\n");
        hub.awaitCondition("locked", "Provisioned", "False", "SecretLost");
        assertThat(secret("locked", "wheelwright-database").get()).isNull();

        password.getMetadata().setResourceVersion(null);
        password.getMetadata().setUid(null);
        hub.cluster().resource(password).create();
        hub.awaitReady("locked");
    }

    private Resource<Secret> secret(String spoke, String name) {
        return hub.cluster().secrets().inNamespace(hub.namespaceOf(spoke)).withName(name);
    }

    private static List<HasMetadata> refusing(String namespace) {
        ValidatingAdmissionPolicy policy = new ValidatingAdmissionPolicyBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewSpec()
                .withNewMatchConstraints()
                .addNewResourceRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("namespaces")
                .endResourceRule()
                .endMatchConstraints()
                .addNewValidation()
                .withExpression("object.metadata.name != '%s'".formatted(namespace))
                .withMessage("namespaces need a cost center")
                .endValidation()
                .endSpec()
                .build();
        ValidatingAdmissionPolicyBinding binding = new ValidatingAdmissionPolicyBindingBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewSpec()
                .withPolicyName(namespace)
                .withValidationActions("Deny")
                .endSpec()
                .build();
        return List.of(policy, binding);
    }

    private boolean isRefused(String namespace) {
        Namespace wanted = new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build();
        try {
            hub.cluster().resource(wanted).dryRun().create();
            return false;
        } catch (KubernetesClientException refused) {
            return true;
        }
    }

    private String key(String spoke) {
        String encoded = secret(spoke, "wheelwright-agent").require().getData().get("api-key");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private void awaitRefused(String spoke, String key) {
        await("a key that another one has followed is refused")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> hub.rest().as(key).get("/spokes/" + spoke + "/license", 401));
    }

    private void awaitHealth(String spoke, Health health) {
        await("health of " + spoke)
                .atMost(Duration.ofMinutes(2))
                .until(() -> hub.spoke(spoke).getStatus().health() == health);
    }

    private void mendPods(String spoke) {
        hub.cluster().namespaces().withName(hub.namespaceOf(spoke)).edit(found -> found.edit()
                .editMetadata()
                .removeFromAnnotations("lab.wheelwright.io/fault")
                .endMetadata()
                .build());
    }

    /** The local node lets the pods of this component crash from their next start on. */
    private void breakPods(String spoke, String component) {
        String namespace = hub.namespaceOf(spoke);
        hub.cluster().namespaces().withName(namespace).edit(found -> found.edit()
                .editMetadata()
                .addToAnnotations("lab.wheelwright.io/fault", component + ":crash-loop")
                .endMetadata()
                .build());
        hub.cluster()
                .pods()
                .inNamespace(namespace)
                .withLabel("wheelwright.io/component", component)
                .delete();
    }

    private void change(String spoke, String version) {
        hub.resource(Spoke.class, spoke).edit(found -> {
            found.setSpec(io.wheelwright.api.v1alpha1.SpokeSpecBuilder.builder(found.getSpec())
                    .version(version)
                    .build());
            return found;
        });
    }

    private int restarts(String spoke) {
        return hub.cluster().pods().inNamespace(hub.namespaceOf(spoke)).list().getItems().stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .mapToInt(container -> container.getRestartCount())
                .max()
                .orElse(0);
    }

    /** Kubernetes Events with their repetitions, and provisioning events. */
    private int events(String spoke) {
        int told =
                hub
                        .cluster()
                        .events()
                        .v1()
                        .events()
                        .inNamespace(hub.space().fleetNamespace())
                        .list()
                        .getItems()
                        .stream()
                        .filter(event -> event.getRegarding().getName().equals(spoke))
                        .mapToInt(event -> event.getSeries() == null
                                ? 1
                                : event.getSeries().getCount())
                        .sum();
        return told
                + hub.rows("select id from provisioning_events where spoke_id = '%s'".formatted(spoke))
                        .size();
    }

    private String image(String spoke) {
        return hub.cluster()
                .apps()
                .deployments()
                .inNamespace(hub.namespaceOf(spoke))
                .list()
                .getItems()
                .get(0)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }

    /** UID of the Secret that the token of the spoke's deployer is bound to, while a call lasts. */
    private Optional<String> bond(String spoke) {
        Secret bond = hub.cluster()
                .secrets()
                .inNamespace("wheelwright-deployers")
                .withName(hub.namespaceOf(spoke))
                .get();
        return Optional.ofNullable(bond).map(found -> found.getMetadata().getUid());
    }

    private static String chart(String name) {
        return """
                agent: None
                chart:
                  source: Archive
                  path: %s
                """.formatted(Path.of("src/test/charts", name).toAbsolutePath());
    }
}
