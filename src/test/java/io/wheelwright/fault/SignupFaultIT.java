package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.fault.Call;
import io.wheelwright.lab.fault.Fault;
import io.wheelwright.lab.fault.FaultProxy;
import io.wheelwright.support.HostedHub;
import io.wheelwright.support.Hub;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A customer signs up at a hub that dies by SIGKILL after each step, within the transactions that keep the signup and open
 * the account, before and after the mail between them, and around each of the writes to the cluster that follow: there is
 * one account, one organization, one instance, and each mail comes once, or under one id where the hub died before it had
 * recorded the mail server's answer.
 */
@Tag("long")
class SignupFaultIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ADA = "ada@acme.example";
    private static final String CONFIRM = "Confirm your address";
    private static final String PASSWORD = "granite otter parcel nine";
    private static final String SIGNUP = "{\"email\": \"%s\", \"organization_name\": \"Acme\"}".formatted(ADA);

    /** A write that the hub does not survive, and the moment of its death. */
    private record Death(String resource, Function<Runnable, Fault> moment) {}

    private final Deque<Death> deaths = new ArrayDeque<>(List.of(
            new Death("organizations", Fault.Before::new),
            new Death("organizations", Fault.AfterEffect::new),
            new Death("organizations", Fault.AfterReply::new),
            new Death("spokes", Fault.Before::new),
            new Death("spokes", Fault.AfterEffect::new)));
    private final int awaited = deaths.size();
    private final AtomicInteger died = new AtomicInteger();

    @Test
    void whoSignsUpAtAHubThatDiesHasOneOfEverything() {
        LabPlane plane = LabPlane.shared();
        plane.node();
        try (Mailbox mailbox = Mailbox.start();
                FaultProxy proxy = plane.newFaultProxy();
                Hub hub = Hub.start(plane, plane.newHub("signup").byWayOf(proxy.port()), HostedHub.settings(mailbox))) {
            hub.apply(Manifests.product("cosmetics"));
            await().atMost(PATIENCE)
                    .until(() -> !hub.rows("select 1 from products").isEmpty());

            dieWithinTheSignup(hub);
            dieBeforeTheMailIsSent(hub, mailbox);
            dieWhileTheMailIsRecorded(hub, mailbox);
            String token = HostedHub.token(mailbox);
            dieWithinTheConfirmation(hub, token);
            dieNext(hub, proxy);
            JsonNode opened = confirm(hub, token);
            String spoke = opened.path("spoke_id").asText();
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(ResourceNotFoundException.class)
                    .until(() -> hub.spoke(spoke) != null);
            hub.awaitReady(spoke);

            assertThat(died).hasValue(awaited);
            assertThat(confirm(hub, token).path("org_id")).isEqualTo(opened.path("org_id"));
            assertOneOfEach(hub, opened);
            await().atMost(PATIENCE).until(() -> mailbox.mails().size() >= 4);
            assertThat(mailbox.mails())
                    .extracting(Mailbox.Mail::subject)
                    .containsExactlyInAnyOrder(CONFIRM, CONFIRM, "Welcome to Wheelwright", "Your instance is ready");
            assertThat(mailbox.mails().stream().map(Mailbox.Mail::id).distinct())
                    .as("that was sent twice under one id")
                    .hasSize(3);
            assertNobodyKeeps(hub, List.of(PASSWORD, token));
        }
    }

    @Test
    void whoSignsUpWithoutConfirmationAtAHubThatDiesHasAllOrNothing() {
        LabPlane plane = LabPlane.shared();
        plane.node();
        String wish =
                "{\"email\": \"%s\", \"organization_name\": \"Acme\", \"password\": \"%s\"}".formatted(ADA, PASSWORD);
        try (Mailbox mailbox = Mailbox.start()) {
            Map<String, String> settings = HostedHub.settings(mailbox);
            settings.put("wheelwright.hosted.verify-email", "false");
            try (Hub hub = Hub.start("openly", settings)) {
                hub.apply(Manifests.product("cosmetics"));
                await().atMost(PATIENCE)
                        .until(() -> !hub.rows("select 1 from products").isEmpty());

                dieWithin(hub, () -> hub.rest().post("/signup", wish, 201));
                JsonNode opened = Json.read(hub.rest().post("/signup", wish, 201), JsonNode.class);
                hub.process().kill();
                hub.process().start().awaitReady();
                hub.rest().post("/signup", wish, 409);

                String spoke = opened.path("spoke_id").asText();
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(ResourceNotFoundException.class)
                        .until(() -> hub.spoke(spoke) != null);
                hub.awaitReady(spoke);
                assertOneOfEach(hub, opened);
                assertNobodyKeeps(hub, List.of(PASSWORD));
            }
        }
    }

    /** Nobody was answered, and nothing is kept: the customer asks again. */
    private static void dieWithinTheSignup(Hub hub) {
        dieBeforeInsert(hub, "mails", () -> hub.rest().post("/signup", SIGNUP, 202));
        assertThat(hub.rows("select (select count(*) from signups), (select count(*) from mails)"))
                .containsExactly(List.of("0", "0"));
        hub.process().start().awaitReady();
    }

    /** The signup was answered, and the mail is in nobody's hands. */
    private static void dieBeforeTheMailIsSent(Hub hub, Mailbox mailbox) {
        String taken = "NEW.sent_at IS NULL AND NEW.next_at <> OLD.next_at";
        try (Barrier barrier = Barrier.before(hub, "UPDATE", "mails", taken)) {
            hub.rest().post("/signup", SIGNUP, 202);
            barrier.awaitSomebody();
            hub.process().kill();
        }
        assertThat(mailbox.mails()).isEmpty();
        assertThat(hub.rows("select kind from mails where sent_at is null and next_at <= now()"))
                .containsExactly(List.of("verification"));
    }

    /** The mail server has the mail of the signup, and the hub never comes to say so. */
    private static void dieWhileTheMailIsRecorded(Hub hub, Mailbox mailbox) {
        try (Barrier barrier = Barrier.before(hub, "UPDATE", "mails", "NEW.sent_at IS NOT NULL")) {
            hub.process().start().awaitReady();
            barrier.awaitSomebody();
            hub.process().kill();
        }
        assertThat(mailbox.mails()).hasSize(1);
        assertThat(hub.rows("update mails set next_at = now() where sent_at is null returning kind"))
                .containsExactly(List.of("verification"));
        hub.process().start().awaitReady();
        await().atMost(PATIENCE).until(() -> mailbox.mails().size() == 2);
    }

    private static void dieWithinTheConfirmation(Hub hub, String token) {
        String request = "{\"token\": \"%s\", \"password\": \"%s\"}".formatted(token, PASSWORD);
        dieWithin(hub, () -> hub.rest().post("/verify-email", request, 200));
    }

    /** Kills the hub in the middle of the transaction that opens an account: nothing of it is there. */
    private static void dieWithin(Hub hub, Runnable request) {
        dieBeforeInsert(hub, "members", request);
        assertThat(hub.rows("select (select count(*) from users), (select count(*) from organizations),"
                        + " (select count(*) from members), (select count(*) from outbox),"
                        + " (select count(*) from audit where action = 'signup')"))
                .containsExactly(List.of("0", "0", "0", "0", "0"));
        hub.process().start().awaitReady();
    }

    /** Kills the hub in the middle of the transaction of a request, which nobody answers. */
    private static void dieBeforeInsert(Hub hub, String table, Runnable request) {
        CompletableFuture<Void> lost;
        try (Barrier barrier = Barrier.before(hub, "INSERT", table, "true")) {
            lost = CompletableFuture.runAsync(request);
            barrier.awaitSomebody();
            hub.process().kill();
        }
        assertThat(lost).failsWithin(PATIENCE);
    }

    private void dieNext(Hub hub, FaultProxy proxy) {
        Death death = deaths.poll();
        if (death != null) {
            proxy.forgetWrites();
            proxy.at(Call.to("patch", death.resource()), 1, death.moment().apply(() -> {
                hub.process().kill();
                died.incrementAndGet();
                dieNext(hub, proxy);
                hub.process().start();
            }));
        }
    }

    /** As a browser does that is told to try again: the hub may be dead just now. */
    private static JsonNode confirm(Hub hub, String token) {
        String request = "{\"token\": \"%s\", \"password\": \"%s\"}".formatted(token, PASSWORD);
        return await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(
                        () -> Json.read(hub.rest().post("/verify-email", request, 200), JsonNode.class),
                        answer -> answer.hasNonNull("spoke_id"));
    }

    private static void assertOneOfEach(Hub hub, JsonNode opened) {
        assertThat(hub.rows("select (select count(*) from users), (select count(*) from organizations),"
                        + " (select count(*) from members), (select count(*) from spokes),"
                        + " (select count(*) from subscriptions where state = 'trialing'),"
                        + " (select count(*) from subscriptions)"))
                .containsExactly(List.of("1", "1", "1", "1", "1", "1"));
        assertThat(hub.cluster()
                        .resources(Organization.class)
                        .inNamespace(hub.space().fleetNamespace())
                        .list()
                        .getItems())
                .singleElement()
                .satisfies(organization -> assertThat(organization.getMetadata().getName())
                        .isEqualTo(opened.path("org_id").asText()))
                .satisfies(organization -> assertThat(
                                organization.getSpec().billing().trialEndsAt())
                        .isNotNull());
    }

    /** No table, no log, and nothing in the cluster that the hub has written. */
    private static void assertNobodyKeeps(Hub hub, List<String> secrets) {
        List<String> tables = hub.rows("select tablename from pg_tables where schemaname = 'public'").stream()
                .map(row -> row.get(0))
                .toList();
        assertThat(tables).hasSizeGreaterThan(20);
        for (String secret : secrets) {
            assertThat(hub.process().log()).content().doesNotContain(secret);
            assertThat(tables.stream().filter(table -> !hub.rows(
                                    "select 1 from %s t where t::text like '%%%s%%' limit 1".formatted(table, secret))
                            .isEmpty()))
                    .isEmpty();
            assertThat(written(hub)).noneMatch(object -> object.contains(secret));
        }
    }

    private static Stream<String> written(Hub hub) {
        String fleet = hub.space().fleetNamespace();
        return Stream.of(
                        "/apis/wheelwright.io/v1alpha1/namespaces/%s/organizations",
                        "/apis/wheelwright.io/v1alpha1/namespaces/%s/spokes", "/api/v1/namespaces/%s/events")
                .map(path -> hub.cluster().raw(path.formatted(fleet)));
    }
}
