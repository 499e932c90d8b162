package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.HostedHub;
import io.wheelwright.support.Hub;
import io.wheelwright.support.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A customer from the first day of a trial to the day on which nothing is left, as the days pass. */
class LifecycleStory {

    private static final String READER = "ada@acme.example";

    @TempDir
    private Path folder;

    private Path ahead;
    private Hub hub;
    private Mailbox mailbox;
    private String customer;
    private String spoke;

    @Test
    void fromTrialToPurge() throws IOException {
        ahead = folder.resolve("ahead");
        theClockIsAheadBy(Duration.ZERO);
        mailbox = Mailbox.start();
        Map<String, String> settings = HostedHub.settings(mailbox);
        settings.put("wheelwright.moved-clock", ahead.toString());
        settings.put("wheelwright.operations.recheck", "PT2S");
        settings.put("wheelwright.heartbeat.interval", "PT5S");
        try (Mailbox post = mailbox;
                Hub started = Hub.start("lifecycle", settings)) {
            hub = started;
            somebodySignsUp();
            remindersComeAsItsEndComesNear();
            graceThenSuspension();
            paymentBringsEverythingBack();
            theEndIsToldOfBeforeItComes();
            whoComesBackOnTheLastDayKeepsTheData();
            nothingIsLeft();
            norIsAnyoneKnown();
        }
    }

    private void somebodySignsUp() {
        hub.apply(Manifests.product("cosmetics"));
        hub.awaitRow("select 1 from products where product_id = 'cosmetics'");
        hub.rest().post("/signup", "{\"email\": \"%s\", \"organization_name\": \"Acme\"}".formatted(READER), 202);
        JsonNode opened = read(hub.rest()
                .post(
                        "/verify-email",
                        "{\"token\": \"%s\", \"password\": \"granite otter parcel nine\"}"
                                .formatted(HostedHub.token(mailbox)),
                        200));
        customer = opened.path("org_id").asText();
        spoke = opened.path("spoke_id").asText();
        hub.awaitRow("select 1 from spokes where uid is not null");
        hub.awaitReady(spoke);
        String followed = opened.at("/operation/status_url").asText().replaceFirst("^/hub/api/v1", "");
        eventually(() -> assertThat(read(hub.rest().get(followed, 200))
                        .at("/operation/status")
                        .asText())
                .isEqualTo("active"));
        eventually(() -> assertThat(subjects())
                .containsExactly("Confirm your address", "Welcome to Wheelwright", "Your instance is ready"));
    }

    private void remindersComeAsItsEndComesNear() throws IOException {
        License first = license();
        onDay(7.1, "Your trial ends in 7 days");
        theLicenseIsRenewedThoughItSaysTheSame(first);
        onDay(12.1, "Your trial ends in 2 days");
        onDay(13.1, "Your trial ends within a day");
        assertThat(access()).isEqualTo(Access.Full);
    }

    private void theLicenseIsRenewedThoughItSaysTheSame(License first) {
        Instant due = first.issuedAt().plus(Duration.ofDays(7));
        eventually(() -> assertThat(license().issuedAt()).isAfter(due));
        assertThat(license().token()).isNotEqualTo(first.token());
    }

    private void graceThenSuspension() throws IOException {
        onDay(14.1, "Your trial is over");
        eventually(() -> assertThat(access()).isEqualTo(Access.ReadOnly));
        onDay(17.1, "Your instance rests");
        eventually(() -> assertThat(access()).isEqualTo(Access.None));
    }

    private void paymentBringsEverythingBack() {
        bill("{\"state\": \"active\", \"plan\": \"starter\"}");
        awaitMail("Your instance is back");
        hub.awaitReady(spoke);
        assertThat(access()).isEqualTo(Access.Full);
    }

    private void theEndIsToldOfBeforeItComes() throws IOException {
        JsonNode done = read(hub.rest()
                .post("/organizations/" + customer + "/deactivate", "{\"reason\": \"The contract has ended.\"}", 200));
        assertThat(done.path("licenses_revoked").asInt()).isEqualTo(1);
        assertThat(Duration.between(instant(done, "ended_at"), instant(done, "delete_after")))
                .isEqualTo(Duration.ofDays(30));
        awaitMail("Your subscription has ended");
        eventually(() -> assertThat(access()).isEqualTo(Access.ExportOnly));
        onDay(17.1 + 23.1, "Your data is deleted in 7 days");
        onDay(17.1 + 29.1, "Your data is deleted within a day");
        onDay(17.1 + 30.1, null);
        hub.awaitCondition(spoke, "Reconciling", "True", "PurgeScheduled");
    }

    private void whoComesBackOnTheLastDayKeepsTheData() {
        JsonNode ended = read(hub.rest().get("/organizations/" + customer + "/billing-state", 200));
        hub.rest().post("/organizations/" + customer + "/reactivate", "{}", 200);
        eventually(() -> assertThat(access()).isEqualTo(Access.ExportOnly));
        inTheEnd(() ->
                assertThat(hub.rows("select state from scheduled_deletions")).containsExactly(List.of("restored")));
        bill("""
                {"state": "cancelled", "ends_at": "%s", "delete_after": "%s"}
                """.formatted(instant(ended, "ends_at"), instant(ended, "delete_after")));
        hub.awaitCondition(spoke, "Reconciling", "True", "PurgeScheduled");
    }

    private void nothingIsLeft() throws IOException {
        onDay(17.1 + 31.2, null);
        inTheEnd(() -> assertThat(hub.cluster()
                        .resources(Spoke.class)
                        .inNamespace(hub.space().fleetNamespace())
                        .list()
                        .getItems())
                .isEmpty());
        inTheEnd(() -> assertThat(hub.cluster()
                        .resources(Organization.class)
                        .inNamespace(hub.space().fleetNamespace())
                        .list()
                        .getItems())
                .isEmpty());
        assertThat(hub.cluster().namespaces().withName(hub.namespaceOf(spoke)).get())
                .isNull();
        assertThat(subjects())
                .as("each mail once, and no other")
                .containsExactly(
                        "Confirm your address",
                        "Welcome to Wheelwright",
                        "Your instance is ready",
                        "Your trial ends in 7 days",
                        "Your trial ends in 2 days",
                        "Your trial ends within a day",
                        "Your trial is over",
                        "Your instance rests",
                        "Your instance is back",
                        "Your subscription has ended",
                        "Your data is deleted in 7 days",
                        "Your data is deleted within a day");
    }

    private void norIsAnyoneKnown() {
        hub.rest().post("/scheduled-deletions/run", null, 202);
        inTheEnd(() -> assertThat(read(hub.rest().get("/scheduled-deletions/erasures/" + customer, 200))
                        .path("erased_at")
                        .isTextual())
                .isTrue());
        assertThat(hub.rows("select (select count(*) from organizations), (select count(*) from users),"
                        + " (select count(*) from mails)"))
                .containsExactly(List.of("0", "0", "0"));
        assertThat(hub.rows("select evidence from scheduled_deletions where state = 'executed'"))
                .hasSize(1);
    }

    private void onDay(double day, String subject) throws IOException {
        theClockIsAheadBy(Duration.ofMinutes(Math.round(day * Duration.ofDays(1).toMinutes())));
        if (subject != null) {
            awaitMail(subject);
        }
    }

    /** In one step, so that nobody reads half of it. */
    private void theClockIsAheadBy(Duration time) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), time.toString());
        Files.move(next, ahead, StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitMail(String subject) {
        eventually(() -> assertThat(subjects()).endsWith(subject));
    }

    private List<String> subjects() {
        return mailbox.mails().stream().map(Mailbox.Mail::subject).toList();
    }

    /** What the Secret of the instance has. */
    private record License(String token, Instant issuedAt) {}

    private License license() {
        Secret secret = hub.cluster()
                .secrets()
                .inNamespace(hub.namespaceOf(spoke))
                .withName("wheelwright-license")
                .require();
        Map<String, String> about = secret.getMetadata().getAnnotations();
        return new License(
                secret.getData().get("license.jwt"), Instant.parse(about.get("wheelwright.io/license-issued-at")));
    }

    private void bill(String state) {
        hub.rest().put("/organizations/" + customer + "/billing-state", state, 200);
    }

    private Access access() {
        return hub.spoke(spoke).getStatus().access();
    }

    private static Instant instant(JsonNode object, String field) {
        return Instant.parse(object.path(field).asText());
    }

    private static JsonNode read(String json) {
        return Json.read(json, JsonNode.class);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Patience.SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(assertion);
    }

    private static void inTheEnd(ThrowingRunnable assertion) {
        await().atMost(Patience.END).pollInterval(Duration.ofMillis(200)).untilAsserted(assertion);
    }
}
