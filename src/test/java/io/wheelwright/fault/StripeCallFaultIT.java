package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import io.wheelwright.Json;
import io.wheelwright.fault.StripeDeath.When;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.stripe.Hold;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.Hub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub dies by SIGKILL while each kind of call to Stripe is at one of its moments, three times: once for each moment. Later
 * it and a second hub end these calls side by side: the ledger of Stripe has each payment and each refund once, and what its
 * meter was told and what was taken back of that, too. A set-up of the account, which no row tells of, is gone on with.
 */
@Tag("long")
class StripeCallFaultIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration MONTH = Duration.ofDays(32);

    /** Stripe has forgotten all idempotency keys, and what it was told under which identifier. */
    private static final Duration DAY = Duration.ofHours(25);

    /** Nobody is at it any more, as far as the hubs know. */
    private static final Duration TURN = Duration.ofMinutes(6);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<StripeDeath> deaths = new ArrayList<>();

    @TempDir
    private Path folder;

    private StripeHubs hubs;
    private Hub hub;
    private StripeLab stripe;
    private StripeShop shop;

    /** A checkout session is over after a day by itself, and a meter event is not taken back any more. */
    @Test
    void whatAHubDiesOfIsDoneOnceThoughADayHasPassed() throws StripeException {
        Set<StripeStep> steps = EnumSet.complementOf(
                EnumSet.of(StripeStep.END_OF_CHECKOUT, StripeStep.REPLACED, StripeStep.CORRECTION));
        theyDieOf("stripecalls", steps, waiting -> {
            twoHubsAreAtIt();
            eachCallIsMade(waiting);
            assertThat(deaths)
                    .as("what Stripe has done is found by reading")
                    .allSatisfy(death -> assertThat(death.askedSince()).isEqualTo(death.when() == When.BEFORE ? 1 : 0));
            theOthersPayNow();
        });
    }

    /**
     * Stripe says itself that it was told before under that identifier, and repeats its answer under the same key; and
     * what has expired is not among the open sessions.
     */
    @Test
    void whatElseItDiesOfIsDoneOnceAtTheNextTry() throws StripeException {
        Set<StripeStep> steps = EnumSet.of(
                StripeStep.END_OF_CHECKOUT, StripeStep.REPLACED, StripeStep.METER_EVENT, StripeStep.CORRECTION);
        theyDieOf("stripework", steps, waiting -> {
            hubs.pass(TURN);
            eachCallIsMade(waiting);
            assertThat(deaths).allSatisfy(death -> assertThat(death.askedSince())
                    .isEqualTo(death.when() == When.BEFORE || death.step().isOfUsage() ? 1 : 0));
            new SetupDeath(hubs).happen();
        });
    }

    /** What follows the deaths; it is given the calls that wait then, and how often they were tried. */
    private interface Aftermath {
        void of(List<List<String>> waiting) throws StripeException;
    }

    private void theyDieOf(String name, Set<StripeStep> steps, Aftermath then) throws StripeException {
        steps.forEach(step -> Stream.of(When.values()).forEach(when -> deaths.add(new StripeDeath(step, when))));
        try (StripeHubs started = new StripeHubs(name, folder, Clock.offset(Clock.systemUTC(), MONTH.negated()))) {
            hubs = started;
            hub = hubs.hub();
            stripe = hubs.stripe();
            shop = new StripeShop(stripe);
            theyBuy();
            for (When when : When.values()) {
                theHubDies(when);
                hub.process().start();
                hub.process().awaitReady();
            }
            List<List<String>> waiting = hub.rows("select id, attempts from stripe_calls where state = 'waiting'");
            whoAsksAgainHasToWait(hubs.startOther().awaitReady().space());
            then.of(waiting);
            new StripeVerdict(hub, stripe, shop, deaths).give(hubs.mailbox());
        }
    }

    /** Those who are subscribed have paid for two months. */
    private void theyBuy() throws StripeException {
        hub.apply(shop.product());
        deaths.forEach(death -> hub.apply(Manifests.organization(death.org())));
        await().atMost(PATIENCE).until(() -> hubs.count("organizations where uid is not null") == deaths.size());
        await().atMost(PATIENCE).until(() -> hubs.count("products") == 1);
        Map<String, String> uids = hubs.uids();
        List<StripeDeath> subscribers = those(StripeStep::isSubscribers);
        for (StripeDeath death : subscribers) {
            shop.subscribe(death, uids.get(death.org()));
        }
        stripe.advance(MONTH);
        stripe.registerEndpoint(hub.space().url().resolve("/hub/api/v1/billing/webhook"));
        for (StripeDeath death : subscribers) {
            shop.touch(death);
        }
        await().atMost(PATIENCE)
                .until(() -> hubs.count("organizations where billing ->> 'state' = 'active'") == subscribers.size());
        List<StripeDeath> users = those(StripeStep::isOfUsage);
        users.forEach(death -> hub.apply(Manifests.spoke(death.org(), death.org(), "cosmetics")));
        users.forEach(death -> hub.awaitReady(death.org()));
        theyUse(those(step -> step == StripeStep.CORRECTION));
        for (StripeDeath death : those(StripeStep::isOfSession)) {
            JsonNode opened = served(death, StripeStep.CHECKOUT, "before-");
            death.opens(opened.path("session_id").asText());
            death.pays(shop.customersOf(death).get(0));
        }
        deaths.forEach(death -> death.arm(stripe));
    }

    /** Stripe is told of what these take back later. */
    private void theyUse(List<StripeDeath> users) {
        users.forEach(death -> served(death, StripeStep.METER_EVENT, "before-"));
        await().atMost(PATIENCE).until(() -> hubs.count("meter_events where state = 'done'") == users.size());
        for (StripeDeath death : users) {
            String told = "select id from meter_events where org_id = '%s'".formatted(death.org());
            death.uses(hub.rows(told).get(0).get(0));
        }
    }

    private void theHubDies(When when) {
        List<StripeDeath> dying =
                deaths.stream().filter(death -> death.when() == when).toList();
        try (Barrier calls = Barrier.before(hub, "UPDATE", "stripe_calls", done(dying));
                Barrier usage = Barrier.before(hub, "UPDATE", "meter_events", "NEW.state IN ('done', 'cancelled')")) {
            Map<StripeDeath, CompletableFuture<HttpResponse<String>>> answers =
                    dying.stream().collect(Collectors.toMap(death -> death, death -> ask(hub.space(), death)));
            await().atMost(PATIENCE).until(() -> dying.stream().allMatch(StripeDeath::isThere));
            if (when == When.ANSWERED) {
                int used = (int)
                        dying.stream().filter(death -> death.step().isOfUsage()).count();
                calls.awaitSome(dying.size() - used);
                usage.awaitSome(used);
            }
            dying.stream()
                    .filter(death -> death.step().isLeftToAWorker())
                    .forEach(death -> assertThat(answers.remove(death)).succeedsWithin(PATIENCE));
            hub.process().kill();
            assertThat(answers.values()).allSatisfy(answer -> assertThat(answer).failsWithin(PATIENCE));
        }
        dying.forEach(StripeDeath::lose);
        assertThat(hub.rows("select org_id, kind from stripe_calls where state = 'waiting' and attempts > 0"
                        + " union all select org_id, 'meter_event' from meter_events where state = 'waiting'"))
                .containsExactlyInAnyOrderElementsOf(deaths.stream()
                        .filter(death -> death.when().compareTo(when) <= 0)
                        .map(death -> List.of(death.org(), death.step().kind()))
                        .toList());
    }

    /** What their calls are written with once they are made; where they are of usage, that is written before. */
    private static String done(List<StripeDeath> dying) {
        return dying.stream()
                .filter(death -> !death.step().isOfUsage())
                .map(StripeDeath::row)
                .collect(Collectors.joining(") OR (", "NEW.state = 'done' AND ((", "))"));
    }

    /** It is not known yet that the hub which had the turn is dead. */
    private void whoAsksAgainHasToWait(HubSpace other) {
        boolean first = true;
        for (StripeDeath death : deaths) {
            HttpResponse<String> answer =
                    ask(first ? hub.space() : other, death).join();
            assertThat(answer.statusCode())
                    .as("%s: %s", death, answer.body())
                    .isEqualTo(death.step().statusMeanwhile());
            first = !first;
        }
        assertThat(deaths).extracting(StripeDeath::askedSince).containsOnly(0);
    }

    /** A hub makes one call at a time: where two stand still, each hub has one. */
    private void twoHubsAreAtIt() {
        Hold reading = stripe.faults()
                .hold(
                        Hold.Moment.BEFORE_EFFECT,
                        request -> request.method().equals("GET")
                                && request.path().equals("/v1/refunds")
                                && request.content().contains("charge="));
        hubs.pass(DAY);
        stripe.advance(DAY);
        await().atMost(PATIENCE).until(() -> reading.met() >= 2);
        reading.letGo();
    }

    private void eachCallIsMade(List<List<String>> waiting) {
        await().atMost(PATIENCE)
                .until(() -> hubs.count("stripe_calls where state = 'waiting'")
                                + hubs.count("meter_events where state = 'waiting'")
                        == 0);
        assertThat(hub.rows("select org_id, kind, state, error from stripe_calls where state <> 'done'"
                        + " union all select org_id, meter, state, error from meter_events"
                        + " where state not in ('done', 'cancelled')"))
                .isEmpty();
        assertThat(hub.rows("select org_id, count(*) from stripe_calls group by org_id"))
                .containsExactlyInAnyOrderElementsOf(those(step -> step.calls() > 0).stream()
                        .map(death -> List.of(
                                death.org(), Integer.toString(death.step().calls())))
                        .toList());
        assertThat(hub.rows("select id, attempts - 1 from stripe_calls"))
                .as("each was tried once more")
                .containsAll(waiting);
    }

    /** There is one customer of Stripe, and one session that waits for them; after a day, Stripe has closed it. */
    private void theOthersPayNow() throws StripeException {
        for (StripeDeath death : those(StripeStep::buys)) {
            assertThat(shop.customersOf(death)).hasSize(1);
            death.pays(shop.customersOf(death).get(0));
            assertThat(shop.sessionsOf(death.customer())).isEqualTo(1);
            JsonNode opened = served(death, StripeStep.CHECKOUT, "again-");
            stripe.checkOut(opened.path("session_id").asText(), TestCard.VISA);
        }
    }

    /** What it asks for beside its own step. */
    private JsonNode served(StripeDeath death, StripeStep step, String key) {
        HttpResponse<String> answer =
                ask(hub.space(), death, step, key + death.key()).join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body(), JsonNode.class);
    }

    private List<StripeDeath> those(Predicate<StripeStep> which) {
        return deaths.stream().filter(death -> which.test(death.step())).toList();
    }

    private CompletableFuture<HttpResponse<String>> ask(HubSpace space, StripeDeath death) {
        return ask(space, death, death.step(), death.key());
    }

    private CompletableFuture<HttpResponse<String>> ask(
            HubSpace space, StripeDeath death, StripeStep step, String key) {
        String path = "/hub/api/v1" + step.hubPath(death.org(), death.event());
        String token = step == StripeStep.METER_EVENT ? hub.key(death.org()) : space.adminToken();
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create(space.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(step.body(death.org())))
                        .build(),
                BodyHandlers.ofString());
    }
}
