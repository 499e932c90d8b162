package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a chart has made stays as it was deployed, whoever lays hands on it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriftStory {

    private static final String APPLICATION = "spoke-application";

    private Hub hub;

    @BeforeAll
    void aHubThatLooksOften() {
        hub = Hub.start("drift", Map.of("wheelwright.operations.recheck", "PT5S"));
        hub.apply(Manifests.organization("acme"));
        hub.apply(Manifests.product("cosmetics"));
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void whatIsDeletedOrChangedComesBack() {
        String namespace = ready("mended");
        Service service = service(namespace);
        Container application = application(deployment(namespace));
        String image = application.getImage();

        hub.cluster().resource(service).delete();
        hub.cluster()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(APPLICATION)
                .edit(deployment -> new DeploymentBuilder(deployment)
                        .editSpec()
                        .withReplicas(3)
                        .editTemplate()
                        .editSpec()
                        .editFirstContainer()
                        .withImage("registry.example/other:1")
                        .withReadinessProbe(new ProbeBuilder()
                                .withNewTcpSocket()
                                .withPort(new IntOrString("http"))
                                .endTcpSocket()
                                .build())
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());

        eventually(
                () -> assertThat(application(deployment(namespace)).getImage()).isEqualTo(image));
        assertThat(deployment(namespace).getSpec().getReplicas()).isEqualTo(1);
        assertThat(application(deployment(namespace)).getReadinessProbe())
                .as("of two fields that exclude each other the one that was deployed")
                .isEqualTo(application.getReadinessProbe());
        eventually(() -> assertThat(service(namespace)).isNotNull());
        assertThat(service(namespace).getSpec().getPorts())
                .extracting(port -> port.getPort())
                .isEqualTo(service.getSpec().getPorts().stream()
                        .map(port -> port.getPort())
                        .toList());
        hub.awaitReady("mended");
        assertThat(hub.spoke("mended").getStatus().release().revision()).isEqualTo(1);
        eventually(() -> assertThat(notes("mended"))
                .anySatisfy(note -> assertThat(note)
                        .contains("Deployment spoke-application: spec.template.spec.containers[application].image"))
                .anySatisfy(note -> assertThat(note).contains("Service spoke-application: deleted")));
    }

    @Test
    void whatIsDeletedWhileTheInstanceRestsComesBackAtRest() {
        String namespace = ready("resting");
        suspend("resting", true);
        eventually(
                () -> assertThat(deployment(namespace).getSpec().getReplicas()).isZero());
        String uid = deployment(namespace).getMetadata().getUid();

        hub.cluster().resource(service(namespace)).delete();
        hub.cluster().resource(deployment(namespace)).delete();

        eventually(() -> assertThat(service(namespace)).isNotNull());
        eventually(() -> assertThat(deployments(namespace))
                .filteredOn(back -> !back.getMetadata().getUid().equals(uid))
                .singleElement()
                .satisfies(back -> assertThat(back.getSpec().getReplicas()).isZero()));
        suspend("resting", false);
        hub.awaitReady("resting");
        eventually(
                () -> assertThat(deployment(namespace).getSpec().getReplicas()).isEqualTo(1));
    }

    @Test
    void aCronJobThatComesBackAtRestRests() {
        hub.apply(Manifests.product("every-kind", """
                agent: None
                chart:
                  source: Archive
                  path: %s
                """.formatted(
                        Path.of("src/test/charts/every-kind").toAbsolutePath())));
        hub.apply(Manifests.spoke("nightly", "acme", "every-kind"));
        hub.awaitReady("nightly");
        Resource<CronJob> cronJob = hub.cluster()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(hub.namespaceOf("nightly"))
                .withName("nightly");
        suspend("nightly", true);
        eventually(() -> assertThat(cronJob.require().getSpec().getSuspend()).isTrue());

        cronJob.delete();

        eventually(() -> assertThat(cronJob.require().getSpec().getSuspend()).isTrue());
        suspend("nightly", false);
        eventually(() -> assertThat(cronJob.require().getSpec().getSuspend()).isFalse());
    }

    @Test
    void whatRunsIsPutBackAlsoWhileAnUpdateWaits() {
        String namespace = ready("waits");
        hub.rest().post("/operations/pause", null, 200);
        try {
            hub.apply(Manifests.spoke("waits", "acme", "cosmetics")
                    + "  values: {application: {env: [{name: MODE, value: other}]}}\n");
            hub.awaitCondition("waits", ConditionTypes.PROVISIONED, "False", "WaitingForSlot");

            hub.cluster().resource(service(namespace)).delete();

            eventually(() -> assertThat(service(namespace)).isNotNull());
        } finally {
            hub.rest().post("/operations/resume", null, 200);
        }
        hub.awaitReady("waits");
        assertThat(hub.spoke("waits").getStatus().release().revision()).isEqualTo(2);
    }

    @Test
    void whatOthersAddStaysAndAHealthyReleaseIsNotTouched() {
        String namespace = ready("healthy");
        hub.cluster().resource(service(namespace)).edit(service -> new ServiceBuilder(service)
                .editMetadata()
                .addToAnnotations("example.com/note", "kept")
                .endMetadata()
                .build());
        hub.cluster()
                .resource(new HorizontalPodAutoscalerBuilder()
                        .withNewMetadata()
                        .withName("busy")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withMinReplicas(2)
                        .withMaxReplicas(2)
                        .withNewScaleTargetRef("apps/v1", "Deployment", APPLICATION)
                        .endSpec()
                        .build())
                .create();
        hub.cluster()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(APPLICATION)
                .scale(2);

        String other = ready("witness");
        hub.cluster().resource(service(other)).delete();
        eventually(() -> assertThat(service(other)).isNotNull());
        hub.cluster().resource(service(other)).delete();
        eventually(() -> assertThat(service(other)).isNotNull());

        assertThat(service(namespace).getMetadata().getAnnotations()).containsEntry("example.com/note", "kept");
        assertThat(deployment(namespace).getSpec().getReplicas()).isEqualTo(2);
        assertThat(notes("healthy")).isEmpty();
        assertThat(objects(namespace))
                .flatExtracting(object -> object.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .isNotEmpty()
                .doesNotContain("wheelwright-drift");
    }

    private String ready(String spoke) {
        hub.apply(Manifests.spoke(spoke, "acme", "cosmetics"));
        hub.awaitReady(spoke);
        return hub.namespaceOf(spoke);
    }

    private Deployment deployment(String namespace) {
        return hub.cluster()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(APPLICATION)
                .require();
    }

    private Service service(String namespace) {
        return hub.cluster()
                .services()
                .inNamespace(namespace)
                .withName(APPLICATION)
                .get();
    }

    private static Container application(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    private List<HasMetadata> objects(String namespace) {
        return Stream.of(
                        hub.cluster().services(),
                        hub.cluster().configMaps(),
                        hub.cluster().serviceAccounts(),
                        hub.cluster().secrets(),
                        hub.cluster().network().v1().ingresses(),
                        hub.cluster().batch().v1().cronjobs(),
                        hub.cluster().apps().statefulSets(),
                        hub.cluster().apps().deployments())
                .flatMap(kind -> kind.inNamespace(namespace).list().getItems().stream())
                .map(HasMetadata.class::cast)
                .toList();
    }

    private List<String> notes(String spoke) {
        return hub.cluster().events().v1().events().inNamespace(hub.space().fleetNamespace()).list().getItems().stream()
                .filter(event -> event.getReason().equals("DriftRepaired"))
                .filter(event -> event.getRegarding().getName().equals(spoke))
                .map(event -> event.getNote())
                .toList();
    }

    private List<Deployment> deployments(String namespace) {
        return hub.cluster()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withField("metadata.name", APPLICATION)
                .list()
                .getItems();
    }

    private void suspend(String spoke, boolean suspended) {
        hub.resource(Spoke.class, spoke)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspended\": %s}}".formatted(suspended));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreException(ResourceNotFoundException.class)
                .untilAsserted(assertion);
    }
}
