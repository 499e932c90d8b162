package io.wheelwright.lifecycle;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpecBuilder;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeSpec;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.deletion.BilledEnd;
import io.wheelwright.deletion.TestDeletions;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.license.LicenseCause;
import io.wheelwright.license.LicenseIssuer;
import io.wheelwright.license.LicenseSubject;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Pages;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How customers are let go, held and taken back, and what they are told. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class LifecycleResourceTest {

    @Inject
    MockMailbox mailbox;

    @Inject
    BilledEnd billedEnd;

    @Inject
    TestSpokes spokes;

    @Inject
    LicenseIssuer issuer;

    @Inject
    TestDeletions deletions;

    HubSpace space;

    private TestCustomers customers;
    private String id;

    @BeforeEach
    void aPayingCustomer() {
        customers = new TestCustomers(space);
        id = customers.declared(null);
        customers
                .bill(
                        id,
                        "{\"state\": \"active\", \"plan\": \"enterprise\", \"overrides\": {\"limits\": {\"max_users\": 9}}}")
                .statusCode(200);
        await().atMost(SOON).until(() -> stage() == Stage.active);
    }

    @AfterEach
    void forget() {
        deletions.forget(id);
    }

    @Test
    void isLetGoAndTakenBackWithAllThatWasPromised() {
        Instant before = Instant.now().minusSeconds(1);

        customers
                .post(id, "deactivate", "{\"reason\": \"The contract has ended.\"}")
                .statusCode(200)
                .body("state", equalTo("cancelled"), "access", equalTo("ExportOnly"), "licenses_revoked", equalTo(0));

        customers.billing(id).body("plan", equalTo("enterprise"), "overrides.limits.max_users", equalTo(9));
        Instant deleted = Instant.parse(customers.billing(id).extract().path("delete_after"));
        assertThat(deleted).isBetween(before.plus(Duration.ofDays(180)), before.plus(Duration.ofDays(181)));
        customers
                .admin()
                .get("/hub/api/v1/licenses/" + id)
                .then()
                .body("revocation.reason", startsWith("The contract"));
        assertThat(received("Your subscription has ended").getText())
                .contains(deleted.toString().substring(0, 10))
                .doesNotContain("contract");
        customers.post(id, "deactivate", "{\"reason\": \"Again.\"}").statusCode(409);

        customers
                .post(id, "reactivate", "{}")
                .statusCode(200)
                .body("access", equalTo("ExportOnly"), "lost_spokes", equalTo(List.of()));
        customers.billing(id).body("delete_after", nullValue());
        customers.admin().get("/hub/api/v1/licenses/" + id).then().body("revocation", nullValue());
        customers.post(id, "reactivate", "").statusCode(200);

        customers.bill(id, "{\"state\": \"active\"}").statusCode(200);
        received("Your instance is back");
        customers.post(id, "reactivate", "{}").statusCode(409);
        customers
                .audit(id)
                .body("items.action.count { it == 'deactivate' }", equalTo(1))
                .body("items.find { it.action == 'deactivate' }.after.reason", equalTo("The contract has ended."));
    }

    @Test
    void aHoldDoesNotHideThatTheSubscriptionHasEnded() {
        customers.post(id, "deactivate", "{\"reason\": \"x\"}").statusCode(200);
        await().atMost(SOON).until(() -> stage() == Stage.ended);
        String deleted = customers.billing(id).extract().path("delete_after");

        customers
                .admin()
                .body(Map.of(
                        "reason",
                        "They think again.",
                        "until",
                        "" + Instant.now().plus(Duration.ofDays(2))))
                .put(TestCustomers.PATH + id + "/billing-hold")
                .then()
                .statusCode(200)
                .body("access", equalTo("Full"), "reason", equalTo("BillingHeld"));
        await().atMost(SOON).until(() -> stage() == Stage.active);
        customers.revocation(id).body("revocation.reason", equalTo("x"));
        assertThat(told("resumed")).isZero();
        customers.post(id, "deactivate", "{\"reason\": \"Again.\"}").statusCode(409);
        customers.billing(id).body("delete_after", equalTo(deleted));

        customers.post(id, "reactivate", "{}").statusCode(200);
        customers.billing(id).body("delete_after", nullValue(), "reason", equalTo("BillingHeld"));
        customers.revocation(id).body("revocation", nullValue());
    }

    private long told(String kind) {
        String uid = uid();
        return QuarkusTransaction.requiringNew().call(() -> ((Number) StageEntity.getEntityManager()
                        .createNativeQuery("SELECT count(*) FROM mails WHERE org_uid = :uid AND kind = :kind")
                        .setParameter("uid", uid)
                        .setParameter("kind", kind)
                        .getSingleResult())
                .longValue());
    }

    @Test
    void whoComesBackHasGoodLicensesAndWhoPaysForItselfKeepsThem() {
        TestSpoke own = spokes.make(customers.resource(id), true);
        TestSpoke other = spokes.make(customers.resource(id), false);
        issue(own);
        issue(other);
        awaitLicense(own, true);
        awaitLicense(other, true);

        customers
                .post(id, "deactivate", "{\"reason\": \"x\", \"retention_days\": 365}")
                .statusCode(200)
                .body("licenses_revoked", equalTo(1));
        awaitLicense(other, false);
        awaitLicense(own, true);

        customers.bill(id, "{\"state\": \"active\"}").statusCode(200);
        awaitLicense(other, true);
        customers.admin().get("/hub/api/v1/licenses/" + id).then().body("revocation", nullValue());
    }

    @Test
    void whatAPersonHasRevokedStaysSoWhoeverComesBack() {
        revoke("The key has leaked.");
        customers.post(id, "deactivate", "{\"reason\": \"x\"}").statusCode(200);
        customers.post(id, "reactivate", "{}").statusCode(200);
        customers.revocation(id).body("revocation.reason", equalTo("The key has leaked."));
        customers
                .admin()
                .post("/hub/api/v1/licenses/" + id + "/reinstate")
                .then()
                .statusCode(200);

        customers.bill(id, "{\"state\": \"active\"}").statusCode(200);
        customers.post(id, "deactivate", "{\"reason\": \"x\"}").statusCode(200);
        await().atMost(SOON).until(() -> stage() == Stage.ended);
        revoke("It has leaked again.");
        customers.bill(id, "{\"state\": \"active\"}").statusCode(200);
        await().atMost(SOON).until(() -> stage() == Stage.active);
        customers.revocation(id).body("revocation.reason", equalTo("It has leaked again."));
    }

    @Test
    void whoHasLostOneInstanceComesBackWithTheOthers() {
        TestSpoke first = spokes.make(customers.resource(id), false);
        TestSpoke second = spokes.make(customers.resource(id), false);
        customers
                .bill(
                        id,
                        "{\"state\": \"deletion_scheduled\", \"ends_at\": \"2999-01-01T00:00:00Z\","
                                + " \"delete_after\": \"2999-02-01T00:00:00Z\"}")
                .statusCode(200);
        customers
                .post(id, "reactivate", "{}")
                .statusCode(200)
                .body("access", equalTo("ExportOnly"), "lost_spokes", equalTo(List.of()));
        deletions.begun(first.uid(), first.id(), id, true);

        customers
                .bill(
                        id,
                        "{\"state\": \"cancelled\", \"ends_at\": \"2020-01-01T00:00:00Z\","
                                + " \"delete_after\": \"2999-02-01T00:00:00Z\"}")
                .statusCode(200);
        customers
                .post(id, "reactivate", "{}")
                .statusCode(200)
                .body("lost_spokes", equalTo(List.of(first.id())), "ended_at", equalTo("2020-01-01T00:00:00Z"));
        customers.billing(id).body("delete_after", nullValue());

        deletions.begun(second.uid(), second.id(), id, false);
        customers.post(id, "reactivate", "{}").statusCode(200).body("lost_spokes", equalTo(List.of(first.id())));
        deletions.marked(second.uid());
        customers.post(id, "reactivate", "{}").statusCode(409).body("detail", startsWith("The destruction has begun"));
    }

    @Test
    void whoCannotBeLookedAtIsPutOffAndKeepsNobodyElse() {
        String uid = uid();
        customers.write(id, "{\"state\": \"unheard of\"}");
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew()
                .run(() -> StageEntity.<StageEntity>findById(uid).lookAt = now.minusSeconds(1));

        await().atMost(SOON).until(() -> QuarkusTransaction.requiringNew()
                .call(() -> StageEntity.<StageEntity>findById(uid).lookAt.isAfter(now.plusSeconds(30))));

        customers.write(id, null);
    }

    @Test
    void theDaysAreAsAskedForAndDataMayStay() {
        customers
                .post(id, "deactivate", "{\"reason\": \"x\", \"retention_days\": 0}")
                .statusCode(200)
                .body("access", equalTo("None"));
        customers
                .bill(id, "{\"state\": \"trialing\", \"trial_ends_at\": \"2999-01-01T00:00:00Z\"}")
                .statusCode(200);
        Instant now = Instant.now();
        customers.post(id, "deactivate", "{\"reason\": \"x\"}").statusCode(200);
        assertThat(Instant.parse(customers.billing(id).extract().path("delete_after")))
                .isBetween(now.plus(Duration.ofDays(6)), now.plus(Duration.ofDays(8)));
        customers.bill(id, "{\"state\": \"active\"}").statusCode(200);
        customers
                .post(id, "deactivate", "{\"reason\": \"x\", \"delete_data\": false}")
                .statusCode(200)
                .body("delete_after", nullValue(), "destroyed_from", nullValue());
    }

    @Test
    void whatIsUnderLegalHoldIsNotDestroyed() {
        customers
                .admin()
                .body(Map.of("reason", "Case 117"))
                .put(TestCustomers.PATH + id + "/legal-hold")
                .then()
                .statusCode(200)
                .body("legal_hold.reason", equalTo("Case 117"), "legal_hold.held_by", equalTo("admin"));
        customers
                .admin()
                .delete(TestCustomers.PATH + id)
                .then()
                .statusCode(409)
                .body("detail", equalTo("Organization " + id + " is under legal hold: Case 117"));
        customers
                .bill(
                        id,
                        "{\"state\": \"cancelled\", \"ends_at\": \"2020-01-01T00:00:00Z\", \"delete_after\": \"2020-01-02T00:00:00Z\"}")
                .statusCode(200)
                .body("reason", equalTo("DeletionDue"));
        await().atMost(SOON)
                .until(() -> customers.resource(id).getSpec().billing().deleteAfter() != null);
        assertThat(billedEnd.hasPassed(customers.resource(id))).isFalse();

        LabPlane.shared().client().resource(customers.resource(id)).delete();
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        customers.resource(id).getStatus().conditions())
                .anyMatch(condition -> condition.getMessage().contains("under legal hold")));

        LabPlane.shared().client().resource(customers.resource(id)).edit(resource -> {
            resource.setSpec(OrganizationSpecBuilder.builder(resource.getSpec())
                    .displayName("Acme Ltd")
                    .build());
            return resource;
        });
        await().atMost(SOON).until(() -> customers
                .admin()
                .get(TestCustomers.PATH + id)
                .path("name")
                .equals("Acme Ltd"));

        Organization held = customers.resource(id);
        await().atMost(SOON).until(this::hasEndedForASecond);
        for (int time = 0; time < 2; time++) {
            assertThat(Instant.parse(customers
                            .admin()
                            .delete(TestCustomers.PATH + id + "/legal-hold")
                            .then()
                            .statusCode(200)
                            .body("legal_hold", nullValue())
                            .extract()
                            .path("kept_until")))
                    .isAfter(Instant.now().plus(Duration.ofHours(23)));
        }
        assertThat(billedEnd.hasPassed(held)).isFalse();
        assertThat(received("Your data is deleted within a day").getText()).contains("kept until");

        customers.endTheDelayAfterAHold(id);
        assertThat(billedEnd.hasPassed(held)).isTrue();
        customers
                .audit(id)
                .body("items.findAll { it.kind == 'LegalHold' }.action", equalTo(List.of("hold", "release")));
    }

    @Test
    void aHoldGoesByTheNameAndOutlivesTheOrganization() {
        Spoke due = spoke(id);
        String uid = uid();
        LabPlane.shared().client().resource(customers.resource(id)).delete();
        await().atMost(SOON)
                .until(() -> customers.admin().get(TestCustomers.PATH + id).statusCode() == 404);

        await().atMost(SOON)
                .until(() -> QuarkusTransaction.requiringNew().call(() -> StageEntity.findById(uid) == null));
        customers
                .admin()
                .body(Map.of("reason", "Case 118"))
                .put(TestCustomers.PATH + id + "/legal-hold")
                .then()
                .statusCode(200)
                .body("legal_hold.reason", equalTo("Case 118"), "kept_until", nullValue());
        customers.declared(
                id,
                "{\"source\": \"manual\", \"revision\": 1, \"state\": \"cancelled\","
                        + " \"endsAt\": \"2020-01-01T00:00:00Z\", \"deleteAfter\": \"2020-01-02T00:00:00Z\"}");

        customers.admin().get(TestCustomers.PATH + id).then().body("legal_hold.reason", equalTo("Case 118"));
        assertThat(Pages.all(customers::admin, "/hub/api/v1/organizations"))
                .filteredOn(item -> id.equals(item.get("org_id")))
                .extracting("legal_hold.reason")
                .containsExactly("Case 118");
        assertThat(billedEnd.hasCome(due)).isFalse();

        customers.admin().delete(TestCustomers.PATH + id + "/legal-hold").then().statusCode(200);
        customers.admin().get(TestCustomers.PATH + id + "/legal-hold").then().body("legal_hold", nullValue());
        assertThat(billedEnd.hasCome(due)).isTrue();
    }

    private static Spoke spoke(String organization) {
        Spoke spoke = new Spoke();
        spoke.setSpec(Json.convert(
                Map.of("organizationRef", organization, "productRef", "cosmetics", "plan", "starter"),
                SpokeSpec.class));
        return spoke;
    }

    @Test
    void isToldOfASuspensionAndNotOfTheReasonAmongColleagues() {
        customers.post(id, "suspend", "{\"reason\": \"does not answer\"}").statusCode(200);

        assertThat(received("Your instance rests").getText())
                .contains("was suspended on")
                .doesNotContain("does not answer");
        customers.post(id, "unsuspend", "").statusCode(200);
        received("Your instance is back");
        customers
                .bill(id, "{\"state\": \"past_due\", \"grace_ends_at\": \"2999-01-01T00:00:00Z\"}")
                .statusCode(200);
        assertThat(received("A payment has failed").getText()).contains("2999-01-01");
    }

    @Test
    void isToldOfAFailedPaymentAndAgainWhenTheFullDaysAfterItAreOver() {
        String late = customers.declared(erp(1, "active", ""));
        await().atMost(SOON).until(() -> stage(late) == Stage.active);

        customers.declared(
                late,
                erp(2, "past_due", ", 'fullUntil': '2998-01-01T00:00:00Z', 'graceEndsAt': '2999-01-01T00:00:00Z'"));
        assertThat(received(late, "A payment has failed").getText())
                .contains("Everything works as before for now", "Pay before 2998-01-01 00:00");

        Instant over = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        customers.declared(
                late, erp(3, "past_due", ", 'fullUntil': '" + over + "', 'graceEndsAt': '2999-01-01T00:00:00Z'"));
        assertThat(received(late, "A payment has failed").getText())
                .contains("your instance can be read", "On 2999-01-01 00:00 (UTC) it begins to rest");

        customers.declared(late, erp(4, "active", ""));
        await().atMost(SOON).until(() -> stage(late) == Stage.active);
        received(late, "Your instance is back");
        deletions.forget(late);
    }

    private static String erp(int revision, String state, String dates) {
        return "{'source': 'erp', 'revision': %d, 'state': '%s', 'plan': 'enterprise'%s}"
                .formatted(revision, state, dates)
                .replace('\'', '"');
    }

    @Test
    void isToldOnceThatTheSubscriptionEnds() {
        customers
                .bill(id, "{\"state\": \"active\", \"ends_at\": \"2999-01-01T00:00:00Z\"}")
                .statusCode(200);
        assertThat(received("Your subscription is going to end").getText()).contains("2999-01-01 00:00");

        customers.bill(id, "{\"state\": \"active\"}").statusCode(200);
        customers
                .bill(id, "{\"state\": \"past_due\", \"grace_ends_at\": \"2999-02-01T00:00:00Z\"}")
                .statusCode(200);
        received("A payment has failed");
        received("Your subscription is going to end");
    }

    @Test
    void whoIsSeenForTheFirstTimeIsNotToldOfAnEndThatWasPlannedBefore() {
        String billing = "{\"state\": \"active\", \"ends_at\": \"%s\"}";
        customers.bill(id, billing.formatted("2999-01-01T00:00:00Z")).statusCode(200);
        received("Your subscription is going to end");
        mailbox.clear();

        String uid = uid();
        QuarkusTransaction.requiringNew().run(() -> {
            StageEntity.delete("orgUid", uid);
            StageEntity.getEntityManager()
                    .createNativeQuery("DELETE FROM mails WHERE org_uid = :uid")
                    .setParameter("uid", uid)
                    .executeUpdate();
            StageEntity.look(uid, Instant.now());
        });
        await().atMost(SOON).until(() -> stage() == Stage.active);

        customers.bill(id, billing.formatted("2999-02-01T00:00:00Z")).statusCode(200);
        assertThat(received("Your subscription is going to end").getText()).contains("2999-02-01 00:00");
    }

    private void issue(TestSpoke spoke) {
        Entitlement entitlement =
                Entitlement.of(null, PlanSpecBuilder.builder().id("starter").build(), null, Instant.now());
        issuer.issue(new LicenseSubject(
                spoke.uid(),
                spoke.id(),
                uid(),
                id,
                "Acme",
                entitlement,
                0,
                1,
                "manual",
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                LicenseCause.of(entitlement.reason(), null)));
    }

    private void revoke(String reason) {
        customers
                .admin()
                .body(Map.of("reason", reason))
                .post("/hub/api/v1/licenses/" + id + "/revoke")
                .then()
                .statusCode(200);
    }

    private void awaitLicense(TestSpoke spoke, boolean good) {
        await().atMost(SOON).untilAsserted(() -> given().header("Authorization", "Bearer " + spoke.key())
                .contentType("application/json")
                .body(Map.of("spoke_id", spoke.id(), "os_version", "1.0.0", "status", "healthy", "uptime_seconds", 1))
                .post("/hub/api/v1/heartbeat")
                .then()
                .statusCode(200)
                .body("license_valid", equalTo(good)));
    }

    private Mail received(String subject) {
        return received(id, subject);
    }

    private Mail received(String org, String subject) {
        String reader = customers.resource(org).getSpec().contactEmail();
        return await().atMost(SOON)
                .until(
                        () -> mailbox.getMailsSentTo(reader).stream()
                                .filter(mail -> mail.getSubject().equals(subject))
                                .toList(),
                        mails -> mails.size() == 1)
                .get(0);
    }

    /** A day that came in the second of the end, or before it, is told of by nobody. */
    private boolean hasEndedForASecond() {
        String uid = uid();
        return QuarkusTransaction.requiringNew().call(() -> StageEntity.<StageEntity>findByIdOptional(uid)
                .filter(row -> row.stage == Stage.ended)
                .filter(row -> row.since.plusSeconds(1).isBefore(Instant.now()))
                .isPresent());
    }

    private String uid() {
        return customers.resource(id).getMetadata().getUid();
    }

    private Stage stage() {
        return stage(id);
    }

    private Stage stage(String org) {
        String uid = customers.resource(org).getMetadata().getUid();
        return QuarkusTransaction.requiringNew().call(() -> StageEntity.<StageEntity>findByIdOptional(uid)
                .map(row -> row.stage)
                .orElse(null));
    }
}
