package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.fault.Call;
import io.wheelwright.lab.fault.Fault;
import io.wheelwright.lab.fault.FaultProxy;
import io.wheelwright.lab.fault.Write;
import io.wheelwright.support.Hub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A hub that starts on old lists of Spokes and Organizations, and hears nothing since, believes that one of each is being
 * deleted that was made anew, and does not know another: it destroys none. The same words said twice do not, either.
 */
class StaleReadsFaultIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(15);

    @Test
    @Tag("long")
    void whatIsReadLateDestroysNothing() {
        LabPlane plane = LabPlane.shared();
        plane.node();
        try (FaultProxy proxy = plane.newFaultProxy();
                Hub hub = Hub.start(plane, plane.newHub("stale").byWayOf(proxy.port()), Map.of())) {
            hub.apply(Manifests.product("cosmetics"));
            applyOrganization(hub);
            apply(hub, "reborn");
            hub.awaitReady("reborn");
            hub.process().kill();
            hub.resource(Spoke.class, "reborn").delete();
            hub.resource(Organization.class, "acme").delete();
            String spokes = list(hub, "spokes");
            String organizations = list(hub, "organizations");
            hub.process().start().awaitReady();
            eventually(() -> {
                assertThat(hub.resource(Spoke.class, "reborn").get()).isNull();
                assertThat(hub.resource(Organization.class, "acme").get()).isNull();
            });
            applyOrganization(hub);
            Stream.of("reborn", "newcomer").forEach(spoke -> apply(hub, spoke));
            Stream.of("reborn", "newcomer").forEach(hub::awaitReady);
            hub.process().kill();
            List<String> before = identities(hub);

            proxy.always(Call.to("list", "spokes"), new Fault.Answer(200, spokes));
            proxy.always(Call.to("list", "organizations"), new Fault.Answer(200, organizations));
            proxy.stall("spokes");
            proxy.stall("organizations");
            proxy.forgetWrites();
            hub.process().start();

            staysAsItIs(hub, proxy, before);

            proxy.mend();
            staysAsItIs(hub, proxy, before);
            List.of("spokes", "namespaces", "deployments").forEach(proxy::replay);
            staysAsItIs(hub, proxy, before);
            hub.process().awaitReady();
            hasHeardSince(hub);
        }
    }

    /** What it is told now it does, and what it holds by its finalizer it still holds. */
    private static void hasHeardSince(Hub hub) {
        Stream.of("reborn", "newcomer").forEach(spoke -> {
            assertThat(hub.resource(Spoke.class, spoke).require().getMetadata().getFinalizers())
                    .contains(Labels.FINALIZER);
            hub.apply(manifest(spoke) + "  suspended: true\n");
            hub.awaitCondition(spoke, "Ready", "False", "Suspended");
        });
        assertThat(hub.resource(Organization.class, "acme")
                        .require()
                        .getMetadata()
                        .getFinalizers())
                .contains(Labels.FINALIZER);
    }

    private static void staysAsItIs(Hub hub, FaultProxy proxy, List<String> before) {
        await().pollInterval(Duration.ofMillis(500))
                .during(LONG_ENOUGH)
                .atMost(LONG_ENOUGH.plusSeconds(15))
                .untilAsserted(() -> {
                    assertThat(identities(hub)).isEqualTo(before);
                    assertThat(proxy.writes())
                            .filteredOn(write -> write.effect() == Write.Effect.DELETED)
                            .isEmpty();
                });
    }

    /** Every object that must not be lost, by its UID, and the rows of the spokes. */
    private static List<String> identities(Hub hub) {
        return Stream.of("reborn", "newcomer")
                .flatMap(spoke -> {
                    String namespace = hub.namespaceOf(spoke);
                    return Stream.of(
                            Stream.of(
                                    hub.resource(Spoke.class, spoke).require(),
                                    hub.cluster()
                                            .namespaces()
                                            .withName(namespace)
                                            .require()),
                            hub.cluster().secrets().inNamespace(namespace).list().getItems().stream(),
                            hub.cluster().persistentVolumeClaims().inNamespace(namespace).list().getItems().stream(),
                            hub.cluster().apps().deployments().inNamespace(namespace).list().getItems().stream());
                })
                .flatMap(objects -> objects)
                .map(HasMetadata.class::cast)
                .map(object -> object.getKind() + " " + object.getMetadata().getName() + " "
                        + object.getMetadata().getUid() + " "
                        + object.getMetadata().getDeletionTimestamp())
                .sorted()
                .toList();
    }

    private static void apply(Hub hub, String spoke) {
        hub.apply(manifest(spoke));
    }

    private static String manifest(String spoke) {
        return Manifests.spoke(spoke, "acme", "cosmetics") + "  deletion: {policy: Delete}\n";
    }

    private static void applyOrganization(Hub hub) {
        hub.apply(Manifests.organization("acme") + "  deletion: {policy: Delete}\n");
    }

    /** What the API server answers now, with one object that is being deleted. */
    private static String list(Hub hub, String resource) {
        String list = hub.cluster()
                .raw("/apis/wheelwright.io/v1alpha1/namespaces/%s/%s"
                        .formatted(hub.space().fleetNamespace(), resource));
        assertThat(list).contains("deletionTimestamp");
        return list;
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(assertion);
    }
}
