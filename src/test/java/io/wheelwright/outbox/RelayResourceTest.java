package io.wheelwright.outbox;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.Slug;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a hub decided reaches the Kubernetes API once, whatever happens to the hub in between. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RelayResourceTest {

    @Inject
    Outbox outbox;

    @Inject
    Relay relay;

    @Inject
    KubernetesClient client;

    HubSpace space;

    @Test
    void whatWasRolledBackIsNeverMade() {
        Organization refused = organization();
        Organization wanted = organization();
        QuarkusTransaction.begin();
        outbox.create(refused, Proposal.HUB);
        QuarkusTransaction.rollback();
        enqueue(wanted);
        await().atMost(SOON).until(() -> there(wanted) != null);
        assertThat(there(refused)).isNull();
    }

    @Test
    void aCrashAfterTheApplyMakesNothingTwice() {
        Organization wanted = organization();
        enqueue(wanted);
        await().atMost(SOON).until(() -> state(wanted).equals(OutboxEntity.APPLIED));
        String uid = there(wanted).getMetadata().getUid();
        asIfItHadNotBeenRecorded(wanted, uid);
        await().atMost(SOON).until(() -> state(wanted).equals(OutboxEntity.APPLIED));
        assertThat(there(wanted).getMetadata().getUid()).isEqualTo(uid);
    }

    @Test
    void aReplayDoesNotResurrectWhatWasDeletedSince() {
        Organization wanted = organization();
        enqueue(wanted);
        await().atMost(SOON).until(() -> state(wanted).equals(OutboxEntity.APPLIED));
        String uid = there(wanted).getMetadata().getUid();
        LabPlane.shared().client().resource(wanted).delete();
        await().atMost(SOON).until(() -> there(wanted) == null);
        asIfItHadNotBeenRecorded(wanted, uid);
        await().atMost(SOON).until(() -> state(wanted).equals(OutboxEntity.GONE));
        assertThat(there(wanted)).isNull();
    }

    @Test
    void aFieldThatSomebodyElseOwnsIsLeftAlone() {
        Organization theirs = organization();
        client.resource(theirs).fieldManager("argocd").serverSideApply();
        Organization ours = organization(theirs.getMetadata().getName(), "Ours");
        ours.getMetadata().setUid(there(theirs).getMetadata().getUid());
        QuarkusTransaction.requiringNew().run(() -> outbox.change(ours, Proposal.HUB));
        await().atMost(SOON).until(() -> state(ours).equals(OutboxEntity.REFUSED));
        assertThat(there(theirs).getSpec().displayName()).isEqualTo("Acme");
    }

    @Test
    void aDatabaseThatWasAwayStopsNothing() {
        Organization wanted = organization();
        rename("outbox", "outbox_away");
        relay.wanted();
        relay.run();
        rename("outbox_away", "outbox");

        enqueue(wanted);

        await().atMost(SOON).until(() -> state(wanted).equals(OutboxEntity.APPLIED));
    }

    @Test
    void whatCannotBeAppliedHoldsNothingElseUp() {
        List<Organization> misplaced =
                IntStream.range(0, 20).mapToObj(number -> organization()).toList();
        misplaced.forEach(organization -> organization.getMetadata().setNamespace("kube-public"));
        Organization wanted = organization();
        QuarkusTransaction.requiringNew().run(() -> {
            misplaced.forEach(organization -> outbox.create(organization, Proposal.HUB));
            outbox.create(wanted, Proposal.HUB);
        });
        await().atMost(SOON).until(() -> state(wanted).equals(OutboxEntity.APPLIED));
        misplaced.forEach(organization -> assertThat(state(organization)).isEqualTo(OutboxEntity.PENDING));
        QuarkusTransaction.requiringNew()
                .run(() -> misplaced.forEach(organization -> row(organization).delete()));
    }

    @Test
    void whatFollowsAnotherWaitsForIt() {
        Organization first = organization();
        first.getMetadata().setNamespace("kube-public");
        Organization second = organization();
        Organization other = organization();
        QuarkusTransaction.requiringNew().run(() -> {
            outbox.inOrder();
            outbox.create(first, Proposal.HUB);
            outbox.create(second, Proposal.HUB);
        });
        enqueue(other);

        await().atMost(SOON).until(() -> attempts(first) > 0 && state(other).equals(OutboxEntity.APPLIED));
        assertThat(state(second)).isEqualTo(OutboxEntity.PENDING);
        assertThat(attempts(second)).isZero();
        QuarkusTransaction.requiringNew().run(() -> row(first).delete());
        await().atMost(SOON).until(() -> state(second).equals(OutboxEntity.APPLIED));
    }

    @Test
    void whatFollowsOneThatIsRefusedIsNotMade() {
        Organization first = organization(Slug.unique("acme", 24), null);
        Organization second = organization();
        Organization third = organization();
        QuarkusTransaction.requiringNew().run(() -> {
            outbox.inOrder();
            outbox.create(first, Proposal.HUB);
            outbox.create(second, Proposal.HUB);
            outbox.create(third, Proposal.HUB);
        });

        await().atMost(SOON).until(() -> state(first).equals(OutboxEntity.REFUSED));
        await().atMost(SOON).until(() -> state(third).equals(OutboxEntity.GONE));
        assertThat(state(second)).isEqualTo(OutboxEntity.GONE);
        assertThat(there(third)).isNull();
    }

    @Test
    void aCreationWaitsUntilTheFormerOneOfItsNameIsGone() {
        Organization wanted = organization();
        Organization former = organization(wanted.getMetadata().getName(), "Former");
        former.getMetadata().setFinalizers(List.of("example.test/held"));
        var lab = LabPlane.shared().client();
        String formerUid = lab.resource(former).create().getMetadata().getUid();
        lab.resource(former).delete();

        enqueue(wanted);

        await().atMost(SOON).until(() -> attempts(wanted) > 0);
        assertThat(state(wanted)).isEqualTo(OutboxEntity.PENDING);
        lab.resource(former).edit(there -> {
            there.getMetadata().getFinalizers().remove("example.test/held");
            return there;
        });
        await().atMost(SOON).until(() -> state(wanted).equals(OutboxEntity.APPLIED));
        assertThat(there(wanted).getMetadata().getUid()).isNotEqualTo(formerUid);
    }

    private static int attempts(Organization organization) {
        return QuarkusTransaction.requiringNew().call(() -> row(organization).attempts);
    }

    private static void rename(String table, String to) {
        QuarkusTransaction.requiringNew().run(() -> OutboxEntity.getEntityManager()
                .createNativeQuery("ALTER TABLE %s RENAME TO %s".formatted(table, to))
                .executeUpdate());
    }

    private void enqueue(Organization organization) {
        QuarkusTransaction.requiringNew().run(() -> outbox.create(organization, Proposal.HUB));
    }

    private Organization organization() {
        return organization(Slug.unique("acme", 24), "Acme");
    }

    private Organization organization(String name, String displayName) {
        Organization organization = new Organization();
        organization.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(space.fleetNamespace())
                .build());
        organization.setSpec(new OrganizationSpec(displayName, "ada@acme.example", null, null, null));
        return organization;
    }

    private Organization there(Organization organization) {
        return client.resources(Organization.class)
                .inNamespace(space.fleetNamespace())
                .withName(organization.getMetadata().getName())
                .get();
    }

    private static String state(Organization organization) {
        return QuarkusTransaction.requiringNew().call(() -> row(organization).state);
    }

    private static void asIfItHadNotBeenRecorded(Organization organization, String uid) {
        QuarkusTransaction.requiringNew().run(() -> {
            OutboxEntity row = row(organization);
            row.state = OutboxEntity.PENDING;
            row.uid = uid;
            row.settledAt = null;
        });
    }

    private static OutboxEntity row(Organization organization) {
        return OutboxEntity.<OutboxEntity>find(
                        "name = ?1 order by id desc", organization.getMetadata().getName())
                .firstResult();
    }
}
