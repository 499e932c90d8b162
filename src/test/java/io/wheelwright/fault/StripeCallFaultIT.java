package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import io.wheelwright.Json;
import io.wheelwright.fault.StripeDeath.When;
import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.process.Ports;
import io.wheelwright.lab.stripe.Hold;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub dies by SIGKILL while each kind of call to Stripe is at each of its moments, all in one death. A day later, when
 * Stripe has forgotten every idempotency key, it and a second hub end these calls side by side: the ledger of Stripe has
 * each payment and each refund once.
 */
class StripeCallFaultIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration MONTH = Duration.ofDays(32);
    private static final Duration DAY = Duration.ofHours(25);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<StripeDeath> deaths = new ArrayList<>();
    private StripeLab stripe;
    private StripeShop shop;
    private Path ahead;

    @Test
    void whatAHubDiesOfIsDoneOnce(@TempDir Path folder) throws StripeException, IOException {
        for (StripeStep step : StripeStep.values()) {
            for (When when : When.values()) {
                deaths.add(new StripeDeath(step, when));
            }
        }
        ahead = folder.resolve("ahead");
        theHubIsAheadBy(Duration.ZERO);
        LabPlane plane = LabPlane.shared();
        try (StripeLab lab = StripeLab.start(0, Clock.offset(Clock.systemUTC(), MONTH.negated()));
                Mailbox mailbox = Mailbox.start()) {
            stripe = lab;
            shop = new StripeShop(lab);
            Map<String, String> settings = settings(mailbox);
            try (Hub hub = Hub.start(plane, plane.newHub("stripecalls"), settings)) {
                theyBuy(hub);
                theHubDies(hub);
                List<List<String>> waiting = hub.rows("select id, attempts from stripe_calls where state = 'waiting'");
                hub.process().start();
                try (HubProcess other = other(hub.space(), settings)) {
                    hub.process().awaitReady();
                    other.awaitReady();
                    whoAsksAgainHasToWait(hub.space(), other.space());
                    twoHubsAreAtIt();
                    eachCallIsMade(hub, waiting);
                    theOthersPayNow(hub.space());
                    new StripeVerdict(hub, stripe, deaths).give(shop.scale(), mailbox);
                }
            }
        }
    }

    /** A moved clock, for what takes a day; and connections for those that stand before the barrier. */
    private Map<String, String> settings(Mailbox mailbox) {
        Map<String, String> settings = new HashMap<>(mailbox.settings());
        settings.putAll(stripe.settings());
        settings.put("wheelwright.moved-clock", ahead.toString());
        settings.put("wheelwright.public-url", "https://hub.example");
        settings.put("quarkus.datasource.jdbc.max-size", "32");
        return settings;
    }

    /** Those who are subscribed have paid for two months. */
    private void theyBuy(Hub hub) throws StripeException {
        hub.apply(Manifests.product("cosmetics") + shop.plans());
        deaths.forEach(death -> hub.apply(Manifests.organization(death.org())));
        await().atMost(PATIENCE).until(() -> count(hub, "organizations where uid is not null") == deaths.size());
        await().atMost(PATIENCE).until(() -> count(hub, "products") == 1);
        Map<String, String> uids = hub.rows("select org_id, uid from organizations").stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
        for (StripeDeath death : subscribers()) {
            shop.subscribe(death, uids.get(death.org()));
        }
        stripe.advance(MONTH);
        stripe.registerEndpoint(hub.space().url().resolve("/hub/api/v1/billing/webhook"));
        for (StripeDeath death : subscribers()) {
            shop.touch(death);
        }
        await().atMost(PATIENCE)
                .until(() -> count(hub, "organizations where billing ->> 'state' = 'active'")
                        == subscribers().size());
        deaths.forEach(death -> death.arm(stripe));
    }

    private void theHubDies(Hub hub) {
        String rows = deaths.stream()
                .filter(death -> death.when() == When.ANSWERED)
                .map(StripeDeath::row)
                .collect(Collectors.joining(") OR (", "NEW.state = 'done' AND ((", "))"));
        try (Barrier barrier = Barrier.before(hub, "UPDATE", "stripe_calls", rows)) {
            CompletableFuture<?>[] answers = deaths.stream()
                    .map(death -> ask(hub.space(), death, death.key()))
                    .toArray(CompletableFuture[]::new);
            await().atMost(PATIENCE).until(() -> deaths.stream().allMatch(StripeDeath::isThere));
            barrier.awaitSome(StripeStep.values().length);
            hub.process().kill();
            assertThat(CompletableFuture.anyOf(answers)).failsWithin(PATIENCE);
        }
        deaths.forEach(StripeDeath::lose);
        assertThat(hub.rows("select org_id, kind from stripe_calls where state = 'waiting' and attempts > 0"))
                .containsExactlyInAnyOrderElementsOf(deaths.stream()
                        .map(death -> List.of(death.org(), death.step().kind()))
                        .toList());
    }

    private static HubProcess other(HubSpace space, Map<String, String> settings) {
        Map<String, String> own = new HashMap<>(settings);
        own.put("wheelwright.instance", "other");
        HubSpace beside = new HubSpace(
                space.fleetNamespace(),
                space.hubNamespace(),
                space.kubeconfig(),
                space.databaseUrl(),
                Ports.free(),
                space.adminToken());
        return HubProcess.start(beside, Path.of("target", "hubs", space.fleetNamespace() + "-other"), own);
    }

    /** It is not known yet that the hub which had the turn is dead. */
    private void whoAsksAgainHasToWait(HubSpace one, HubSpace other) {
        boolean first = true;
        for (StripeDeath death : deaths) {
            HttpResponse<String> answer =
                    ask(first ? one : other, death, death.key()).join();
            assertThat(answer.statusCode())
                    .as("%s: %s", death, answer.body())
                    .isEqualTo(death.step().statusMeanwhile());
            first = !first;
        }
        assertThat(deaths).extracting(StripeDeath::askedSince).containsOnly(0);
    }

    /** A hub makes one call at a time: where two stand still, each hub has one. */
    private void twoHubsAreAtIt() throws IOException {
        Hold reading = stripe.faults()
                .hold(
                        Hold.Moment.BEFORE_EFFECT,
                        request -> request.method().equals("GET")
                                && request.path().equals("/v1/refunds")
                                && request.content().contains("charge="));
        theHubIsAheadBy(DAY);
        stripe.advance(DAY);
        await().atMost(PATIENCE).until(() -> reading.met() >= 2);
        reading.letGo();
    }

    private void eachCallIsMade(Hub hub, List<List<String>> waiting) {
        await().atMost(PATIENCE).until(() -> count(hub, "stripe_calls where state = 'waiting'") == 0);
        assertThat(hub.rows("select org_id, kind, state, error from stripe_calls where state <> 'done'"))
                .isEmpty();
        assertThat(hub.rows("select org_id, count(*) from stripe_calls group by org_id"))
                .containsExactlyInAnyOrderElementsOf(deaths.stream()
                        .map(death -> List.of(
                                death.org(), Integer.toString(death.step().calls())))
                        .toList());
        assertThat(hub.rows("select id, attempts - 1 from stripe_calls"))
                .as("each was tried once more")
                .containsAll(waiting);
        assertThat(deaths)
                .as("what Stripe has done is found by reading")
                .allSatisfy(death -> assertThat(death.askedSince()).isEqualTo(death.when() == When.BEFORE ? 1 : 0));
    }

    /** There is one customer of Stripe, and one session that waits for them; after a day, Stripe has closed it. */
    private void theOthersPayNow(HubSpace space) throws StripeException {
        for (StripeDeath death : deaths) {
            if (death.step().buys()) {
                assertThat(shop.customersOf(death)).hasSize(1);
                death.pays(shop.customersOf(death).get(0));
                assertThat(shop.sessionsOf(death.customer())).isEqualTo(1);
                HttpResponse<String> answer =
                        ask(space, death, death.key() + "-again").join();
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                stripe.checkOut(
                        Json.read(answer.body(), JsonNode.class)
                                .path("session_id")
                                .asText(),
                        TestCard.VISA);
            }
        }
    }

    private List<StripeDeath> subscribers() {
        return deaths.stream().filter(death -> !death.step().buys()).toList();
    }

    private CompletableFuture<HttpResponse<String>> ask(HubSpace space, StripeDeath death, String key) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create(
                                space.url() + "/hub/api/v1" + death.step().hubPath(death.org())))
                        .header("Authorization", "Bearer " + space.adminToken())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(death.step().body(death.org())))
                        .build(),
                BodyHandlers.ofString());
    }

    private static int count(Hub hub, String rows) {
        return Integer.parseInt(hub.rows("select count(*) from " + rows).get(0).get(0));
    }

    private void theHubIsAheadBy(Duration time) throws IOException {
        Files.move(
                Files.writeString(ahead.resolveSibling("next"), time.toString()),
                ahead,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
