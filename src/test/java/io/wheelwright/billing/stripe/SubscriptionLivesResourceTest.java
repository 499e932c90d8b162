package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.billing.stripe.StripeLife.Liver;
import io.wheelwright.erasure.Tombstones;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.stripe.Dunning;
import io.wheelwright.lab.stripe.StripeBuyers;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.license.LicenseIssuer;
import io.wheelwright.lifecycle.LifecycleLooks;
import io.wheelwright.organization.Customers;
import io.wheelwright.product.Products;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever becomes of the deliveries of Stripe on their way, a customer ends where it would have ended. Each generated life
 * is lived by two customers at the same moments: of the one all events arrive at once and in order, of the other in any
 * order, several times, moments later, or not before the hub lists what it has missed. Two workers share the inbox, and now
 * and then a third one has read a subscription before something became of it, and comes to write that only afterwards.
 *
 * <p>What is compared in the end: what is known of subscriptions and customers of Stripe, and of the organization;
 * {@code spec.billing} of the resource, which is also held against what a fresh look at Stripe leads to; what a license for
 * that would say; where the customer stands and since when; all mails that were asked for, with their anchors and words; and
 * that each event is there once and done.
 *
 * <p>What is not: numbers and times of reading, and the next look; the revision of {@code spec.billing} and the history of
 * licenses, which count changes that were seen; the notes of events, which tell of their moment. The daily looks are held
 * back, for they would find out by themselves what no delivery has told. The licenses are those that the facts lead to; no
 * spoke runs here.
 *
 * <p>Of every third life next to nothing arrives, and the hub lists it at each moment, as it does every few minutes. What is
 * lost of the others it lists only at every third moment: until then one event about a subscription has to be enough.
 *
 * <p>A life has 7 to 40 events: who has heard of many does nothing more, and ends before a day that may bring too many.
 * {@code -Dlives.seed} has chance make up others than each time, {@code -Dlives} says how many there are.
 *
 * <p>The same is compared of those who have signed up, and whose events have come one by one, each time in another order;
 * {@code -Dsignup.orders} says in how many of the 5040 that there are.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(SubscriptionLivesResourceTest.Halted.class)
class SubscriptionLivesResourceTest extends OnStripe {

    private static final int USUAL_LIVES = 200;
    private static final int LIVES = Integer.getInteger("lives", USUAL_LIVES);
    private static final long USUAL_SEED = 49_855_777_410_159L;
    private static final long SEED = Long.getLong("lives.seed", USUAL_SEED);

    /** In how many orders the events of a signup come; they lie evenly among all that there are. */
    private static final int ORDERS = Integer.getInteger("signup.orders", 120);

    /** The hub takes one organization after the other. */
    private static final Duration PATIENCE = Duration.ofMinutes(5).plusSeconds(2L * LIVES + ORDERS);

    private static final String PRODUCT = "lives";
    private static final int FEWEST_EVENTS = 7;
    private static final int MOST_EVENTS = 40;

    /** What becomes of customers at Stripe: all of it is in the usual lives, though chance may leave some out of others. */
    private static final List<String> KINDS = List.of(
            "customer.updated",
            "customer.subscription.created",
            "customer.subscription.updated",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.resumed",
            "customer.subscription.trial_will_end",
            "customer.subscription.pending_update_expired",
            "invoice.upcoming",
            "invoice.paid",
            "invoice.payment_failed",
            "invoice.payment_action_required",
            "invoice.voided",
            "invoice.marked_uncollectible");

    /** What is told of a subscription that is bought, and paid at once. */
    private static final List<String> SIGNUP = List.of(
            "invoice.created",
            "customer.subscription.created",
            "invoice.finalized",
            "invoice.updated",
            "invoice.paid",
            "invoice.payment_succeeded",
            "customer.subscription.updated");

    /** After what has become of each life at a moment; each run goes through them in an order of its own. */
    private static final List<Duration> STEPS = List.of(
            Duration.ZERO,
            Duration.ofHours(2),
            Duration.ofHours(2),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(3),
            Duration.ofDays(5),
            Duration.ofDays(5),
            Duration.ofDays(8),
            Duration.ofDays(8));

    private static final int MOMENTS = STEPS.size();

    /** Nothing happens by itself. */
    public static class Halted implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.scheduler.start-mode", "halted",
                    "wheelwright.stripe.brake.least", "1000000");
        }
    }

    @Inject
    StripeAccount account;

    @Inject
    Reckoning reckoning;

    @Inject
    Follower follower;

    @Inject
    Customers known;

    @Inject
    Tombstones tombstones;

    @Inject
    Reprieve reprieve;

    @Inject
    RefundFollower refunds;

    @Inject
    DisputeFollower disputes;

    @Inject
    MeterErrorFollower meterErrors;

    @Inject
    StripeMetrics metrics;

    @Inject
    Absence absence;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    @Inject
    Inbox inbox;

    @Inject
    Rounds rounds;

    @Inject
    LicenseIssuer licenses;

    @Inject
    Products products;

    private final Random chance = new Random(SEED);
    private final List<StripeLife> lives = new ArrayList<>();
    private final List<Mishaps> mishaps = new ArrayList<>();
    private ExecutorService threads;
    private StripeLab standing;
    private StripeConnection connection;
    private List<StripeWorker> workers;
    private Backfill backfill;
    private int told;
    private int delivered;

    /** The Stripe of the lives stands still between their moments, and the hub goes by its time. */
    @Override
    @BeforeEach
    void stripeKnowsTheHub() throws StripeException {
        standing = StripeLab.start(0, Clock.fixed(Instant.now().truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC));
        QuarkusMock.installMockForType(standing.clock(), Clock.class);
        StripeClient client = new StripeBuyers(standing).client();
        connection = new StripeConnection(account) {
            @Override
            public StripeClient client() {
                return client;
            }
        };
        customers = new StripeCustomers(standing, space);
        workers = List.of(worker(), worker());
        backfill = new Backfill(new EventList(connection), inbox, rounds, metrics);
        threads = Executors.newCachedThreadPool();
    }

    /** Its Stripe ends with it. */
    @Override
    @AfterEach
    void asBefore() {
        threads.shutdownNow();
        standing.close();
    }

    @Test
    void whateverBecomesOfTheDeliveriesTheEndIsTheSame() throws Exception {
        System.out.printf("%d lives, again with -Dlives.seed=%d%n", LIVES, SEED);
        List<String> prices = sell(PRODUCT);
        for (int i = 0; i < LIVES; i++) {
            Random own = new Random(chance.nextLong());
            List<String> orgs = List.of("life-%d-told".formatted(i), "life-%d-lost".formatted(i));
            orgs.forEach(customers::declare);
            lives.add(new StripeLife(standing, customers.buyers(), prices, own, orgs, MOST_EVENTS));
            mishaps.add(new Mishaps(own, i % 3 == 0));
        }
        awaitMade("life-%", 2L * LIVES);

        List<Duration> steps = new ArrayList<>(STEPS);
        Collections.shuffle(steps, chance);
        for (int moment = 1; moment <= MOMENTS; moment++) {
            live(moment, steps.get(moment - 1), moment % 3 == 0);
        }
        deliver(mishaps.stream().flatMap(mishap -> mishap.rest().stream()).toList());
        backfill.run();
        drain();
        visit();

        compare();
        IntSummaryStatistics events =
                lives.stream().mapToInt(life -> life.livers().get(0).heard).summaryStatistics();
        System.out.printf(
                "%d to %d events each, %d in all; %d deliveries%n",
                events.getMin(), events.getMax(), 2 * events.getSum(), delivered);
        assertThat(events.getMin()).isGreaterThanOrEqualTo(FEWEST_EVENTS);
        assertThat(events.getMax()).isLessThanOrEqualTo(MOST_EVENTS);
        if (LIVES == USUAL_LIVES && SEED == USUAL_SEED) {
            assertThat(standing.events().stream()
                            .map(event -> event.path("type").asText())
                            .distinct())
                    .containsAll(KINDS);
        }
    }

    @Test
    void inWhateverOrderTheEventsOfASignupComeTheEndIsTheSame() throws StripeException {
        String product = "signup";
        List<String> orgs = IntStream.range(0, ORDERS)
                .mapToObj("signup-order-%d"::formatted)
                .toList();
        StripeLife life = new StripeLife(standing, customers.buyers(), sell(product), chance, orgs, MOST_EVENTS);
        lives.add(life);
        orgs.forEach(customers::declare);
        awaitMade("signup-order-%", ORDERS);
        standing.advanceTo(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        life.signUp();
        hear();

        List<List<JsonNode>> signups = new ArrayList<>();
        for (Liver liver : life.livers()) {
            signups.add(ordered(signups.size(), aboutSubscriptions(liver.news())));
        }
        assertThat(types(signups.get(0))).isEqualTo(SIGNUP);
        assertThat(signups.stream().map(SubscriptionLivesResourceTest::types)).doesNotHaveDuplicates();
        for (int i = 0; i < SIGNUP.size(); i++) {
            int turn = i;
            deliver(signups.stream().map(events -> events.get(turn)).toList());
            drain();
        }
        visit();

        WhereItEnds end = ends(product);
        Liver first = life.livers().get(0);
        assertThat(end.stated(first)).isNotNull().isEqualTo(end.byStripe(first));
        Map<String, Object> wanted = end.of(first);
        SoftAssertions all = new SoftAssertions();
        for (int i = 1; i < ORDERS; i++) {
            all.assertThat(end.of(life.livers().get(i)))
                    .as("%s", types(signups.get(i)))
                    .isEqualTo(wanted);
        }
        all.assertAll();
    }

    private static List<JsonNode> aboutSubscriptions(List<JsonNode> events) {
        return events.stream()
                .filter(event -> Mishaps.subscription(event) != null)
                .toList();
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    /** The events in one of the orders; the first one leaves them as they are. */
    private static List<JsonNode> ordered(int which, List<JsonNode> events) {
        long orders = LongStream.rangeClosed(1, events.size()).reduce(1, (one, other) -> one * other);
        long number = which * orders / ORDERS;
        List<JsonNode> left = new ArrayList<>(events);
        List<JsonNode> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            orders /= left.size();
            ordered.add(left.remove((int) (number / orders)));
            number %= orders;
        }
        return ordered;
    }

    private static void awaitMade(String organizations, long number) {
        await().atMost(PATIENCE)
                .until(() -> count("organizations WHERE uid IS NOT NULL AND org_id LIKE '%s'".formatted(organizations))
                        == number);
    }

    /** Looks where each customer stands; all that is stated is in the resources afterwards. */
    private static void visit() {
        LifecycleLooks.all();
        await().atMost(PATIENCE).until(() -> count("outbox WHERE state = 'pending'") == 0);
    }

    /** A product of three plans whose prices are paid by the week or by the month. */
    private List<String> sell(String product) throws StripeException {
        StripeClient client = customers.client();
        List<String> prices = List.of(
                StripePrices.weekly(client, 1000),
                StripePrices.weekly(client, 2000),
                StripePrices.monthly(client, 3000));
        admin().body("""
                        {"product": {"id": "%s", "name": "Cosmetics", "version": "1.0.0", "active": true},
                         "os": {"version": ">=2.1.0"}, "packs": [],
                         "plans": [
                           {"id": "starter", "stripe_price_id": "%s", "grace_days": 2, "limits": {"max_users": 5}},
                           {"id": "growth", "stripe_price_id": "%s", "grace_days": 4, "limits": {"max_users": 15}},
                           {"id": "scale", "stripe_price_id": "%s", "grace_days": 5, "limits": {"max_users": 50}}]}
                        """.formatted(product, prices.get(0), prices.get(1), prices.get(2)))
                .post(API + "/products")
                .then()
                .statusCode(201);
        return prices;
    }

    private void live(int moment, Duration step, boolean listed) throws Exception {
        standing.dunning(new Dunning(
                List.of(Duration.ofDays(1), Duration.ofDays(3)),
                Dunning.End.values()[chance.nextInt(Dunning.End.values().length)]));
        List<SlowRead> slow = slowReads();
        for (int i = 0; i < LIVES; i++) {
            StripeLife life = lives.get(i);
            if (life.hasBegun() || i % (MOMENTS - 2) < moment) {
                life.goOn();
            }
        }
        pass(step);
        update("UPDATE stripe_subscriptions SET look_at = NULL");

        List<JsonNode> first = new ArrayList<>();
        List<JsonNode> second = new ArrayList<>();
        List<StripeEvent> missed = new ArrayList<>();
        for (int i = 0; i < LIVES; i++) {
            Liver told = lives.get(i).livers().get(0);
            Liver lost = lives.get(i).livers().get(1);
            first.addAll(told.news());
            List<JsonNode> news = lost.news();
            if (mishaps.get(i).isDeaf()) {
                news.forEach(event -> missed.add(0, StripeEvent.read(event).orElseThrow()));
            }
            List<JsonNode> arriving = mishaps.get(i).arriving(news, listed);
            int soon = chance.nextInt(3) == 0 ? chance.nextInt(arriving.size() + 1) : arriving.size();
            first.addAll(arriving.subList(0, soon));
            second.addAll(arriving.subList(soon, arriving.size()));
        }
        deliver(first);
        drain();
        deliver(second);
        if (listed) {
            backfill.run();
        } else {
            // What the list would bring of these alone, the newest first: it cannot be asked for some of the customers.
            inbox.fetch(missed);
        }
        drain();
        for (SlowRead read : slow) {
            read.goOn();
        }
        LifecycleLooks.all();
    }

    /** Time passes day by day, and no life comes to more events than it may have. */
    private void pass(Duration step) {
        Instant end = standing.now().plus(step);
        hear();
        while (standing.now().isBefore(end)) {
            Instant day = standing.now().plus(Duration.ofDays(1));
            Instant next = day.isBefore(end) ? day : end;
            lives.forEach(life -> life.endBefore(next));
            standing.advanceTo(next);
            hear();
        }
    }

    private void hear() {
        List<JsonNode> fresh = standing.eventsAfter(told);
        told += fresh.size();
        Map<String, List<JsonNode>> by = fresh.stream().collect(Collectors.groupingBy(Liver::customer));
        lives.forEach(life -> life.hear(by));
    }

    private void compare() {
        WhereItEnds end = ends(PRODUCT);
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < LIVES; i++) {
            String which = "life %d, again with -Dlives=%d -Dlives.seed=%d".formatted(i, LIVES, SEED);
            Liver told = lives.get(i).livers().get(0);
            Liver lost = lives.get(i).livers().get(1);
            all.assertThat(end.stated(told)).as(which).isEqualTo(end.byStripe(told));
            all.assertThat(end.of(lost)).as(which).isEqualTo(end.of(told));
        }
        all.assertAll();
    }

    /** Where the customers of a product stand now. */
    private WhereItEnds ends(String product) {
        return new WhereItEnds(
                products.spec(product).orElseThrow(),
                new StripeReader(connection, Clock.systemUTC()),
                licenses,
                organizations(),
                clock.instant());
    }

    private Map<String, Organization> organizations() {
        return LabPlane.shared()
                .client()
                .resources(Organization.class)
                .inNamespace(space.fleetNamespace())
                .list()
                .getItems()
                .stream()
                .collect(Collectors.toMap(one -> one.getMetadata().getName(), one -> one));
    }

    /** Each by itself is stored by the webhook; here one transaction is enough for all that arrive together. */
    private void deliver(List<JsonNode> events) {
        delivered += events.size();
        QuarkusTransaction.requiringNew()
                .run(() -> events.forEach(
                        event -> inbox.store(StripeEvent.read(event).orElseThrow())));
    }

    /** Works off all that is due; what was put off for a while, too. */
    private void drain() {
        do {
            CompletableFuture.allOf(workers.stream()
                            .map(worker -> CompletableFuture.runAsync(() -> inContext(worker::drain), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } while (again());
    }

    private boolean again() {
        update("UPDATE stripe_events SET next_at = '%s' WHERE state = 'pending'".formatted(clock.instant()));
        return count("stripe_events WHERE state = 'pending'") > 0;
    }

    private List<SlowRead> slowReads() throws InterruptedException {
        List<SlowRead> slow = new ArrayList<>();
        for (StripeLife life : lives) {
            Liver lost = life.livers().get(1);
            if (!lost.subscriptions.isEmpty() && chance.nextInt(12) == 0) {
                slow.add(new SlowRead(lost.subscriptions.get(chance.nextInt(lost.subscriptions.size()))));
            }
        }
        for (SlowRead read : slow) {
            read.hasRead.await();
        }
        return slow;
    }

    /** Has read a subscription, and stands still before it writes that. */
    private final class SlowRead {

        private final CountDownLatch hasRead = new CountDownLatch(1);
        private final CountDownLatch goes = new CountDownLatch(1);
        private final CompletableFuture<Void> end;

        SlowRead(String subscription) {
            Projection projection = projection(new StripeReader(connection, Clock.systemUTC()) {
                @Override
                List<SubscriptionFacts> read(String id) {
                    try {
                        return super.read(id);
                    } finally {
                        hasRead.countDown();
                        waitFor(goes);
                    }
                }
            });
            end = CompletableFuture.runAsync(() -> inContext(() -> write(projection, subscription)), threads);
        }

        void goOn() {
            goes.countDown();
            end.join();
        }
    }

    private static void write(Projection projection, String subscription) {
        try {
            projection.run(subscription);
        } catch (NotYet again) {
            // No event waits for it.
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As a turn of the schedule does. */
    private void inContext(Runnable work) {
        ManagedContext context = Arc.container().requestContext();
        context.activate();
        try {
            caller.actAs(Projection.SOURCE);
            work.run();
        } finally {
            context.terminate();
        }
    }

    private StripeWorker worker() {
        return new StripeWorker(
                account,
                projection(new StripeReader(connection, Clock.systemUTC())),
                refunds,
                disputes,
                meterErrors,
                reprieve,
                metrics,
                absence,
                caller,
                clock);
    }

    private Projection projection(StripeReader reader) {
        return new Projection(reader, reckoning, follower, known, tombstones, reprieve, clock);
    }
}
