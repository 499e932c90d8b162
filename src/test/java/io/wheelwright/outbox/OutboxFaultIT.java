package io.wheelwright.outbox;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.Resource;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.support.Hub;
import io.wheelwright.support.OutboxGate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A hub that dies by SIGKILL while it makes what a request asked for: whatever was accepted is made once, and what
 * somebody deletes in the meantime stays deleted. It is killed after each commit and after each apply.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class OutboxFaultIT {

    private static final String ALWAYS = "true";
    private static final String UID_IS_RECORDED = "NEW.uid IS NOT NULL AND NEW.state = 'pending'";
    private static final String IS_SETTLED = "NEW.state = 'applied'";

    private final AtomicInteger numbers = new AtomicInteger();
    private Hub hub;

    @BeforeAll
    void start() {
        hub = Hub.start("outbox");
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void whatWasAcceptedIsMadeAlthoughTheHubDiesBeforeTheApply() {
        String name;
        try (OutboxGate gate = OutboxGate.before(hub, "INSERT", ALWAYS)) {
            CompletableFuture<String> order = order();
            gate.awaitWaiting();
            gate.letThroughAndCloseBehind();
            order.join();
            name = newest();
            hub.process().kill();
        }
        assertThat(resource(name).get()).isNull();

        restart();

        awaitState(name, "applied");
        assertThat(resource(name).get().getMetadata().getFinalizers()).doesNotContain(Relay.UNRECORDED);
    }

    @Test
    void whatWasAppliedIsNotMadeTwiceAlthoughTheHubDiesBeforeItRecordsThat() {
        String name = orderedAndDiedBefore(UID_IS_RECORDED);
        String uid = resource(name).get().getMetadata().getUid();

        restart();

        awaitState(name, "applied");
        assertThat(resource(name).get().getMetadata().getUid()).isEqualTo(uid);
        assertThat(resource(name).get().getMetadata().getFinalizers()).doesNotContain(Relay.UNRECORDED);
    }

    @Test
    void whatIsDeletedBeforeAnyHubHasRecordedItStaysDeleted() {
        String name = orderedAndDiedBefore(UID_IS_RECORDED);
        resource(name).delete();

        restart();

        assertStaysDeleted(name);
    }

    @Test
    void whatIsDeletedAfterItsUidIsRecordedStaysDeleted() {
        String name;
        try (OutboxGate gate = OutboxGate.before(hub, "UPDATE", UID_IS_RECORDED)) {
            order().join();
            name = newest();
            gate.awaitWaiting();
            gate.letThroughAndCloseBehind();
            hub.process().kill();
        }
        resource(name).delete();

        restart();

        assertStaysDeleted(name);
    }

    @Test
    void whatIsDeletedBeforeTheHubHasSettledStaysDeleted() {
        String name = orderedAndDiedBefore(IS_SETTLED);
        resource(name).delete();

        restart();

        assertStaysDeleted(name);
    }

    /** Orders one, and kills the hub as it is about to write that of it; gives its name. */
    private String orderedAndDiedBefore(String update) {
        try (OutboxGate gate = OutboxGate.before(hub, "UPDATE", update)) {
            order().join();
            String name = newest();
            gate.awaitWaiting();
            hub.process().kill();
            return name;
        }
    }

    private void assertStaysDeleted(String name) {
        awaitState(name, "gone");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(resource(name).get()).isNull());
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        hub.rows("SELECT gone_at IS NOT NULL FROM organizations WHERE org_id = '%s'".formatted(name)))
                .containsExactly(List.of("t")));
        assertThat(hub.rows("SELECT action FROM audit WHERE object = '%s' ORDER BY id".formatted(name)))
                .containsExactly(List.of("create"), List.of("refused"));
    }

    private void restart() {
        hub.process().start().awaitReady();
    }

    private void awaitState(String name, String state) {
        await().atMost(SOON)
                .until(
                        () -> hub.rows("SELECT state FROM outbox WHERE name = '%s'".formatted(name)),
                        List.of(List.of(state))::equals);
    }

    /** The name that the hub chose for what was ordered last. */
    private String newest() {
        return hub.rows("SELECT name FROM outbox ORDER BY id DESC LIMIT 1")
                .get(0)
                .get(0);
    }

    private Resource<Organization> resource(String name) {
        return hub.resource(Organization.class, name);
    }

    private CompletableFuture<String> order() {
        URI uri = hub.space().url().resolve("/hub/api/v1/organizations");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + hub.space().adminToken())
                .header("Content-Type", "application/json")
                .timeout(SOON)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"Acme %d\",\"email\":\"ada@acme.example\"}".formatted(numbers.incrementAndGet())))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(201);
                    return answer.body();
                });
    }
}
