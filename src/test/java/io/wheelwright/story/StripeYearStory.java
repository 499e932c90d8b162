package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.stripe.Dunning;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.Ledger;
import io.wheelwright.lab.stripe.StripeBuyers;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.Hub;
import io.wheelwright.support.Patience;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A customer who pays at Stripe, from the first day of a trial to the day on which nothing is left: a year, as its days pass. */
class StripeYearStory {

    private static final Duration MONTH = Duration.ofDays(31);
    private static final int TRIAL = 14;
    private static final int GRACE = 5;
    private static final int RETENTION = 30;

    @TempDir
    private Path folder;

    private Path ahead;
    private Duration passed = Duration.ZERO;
    private Hub hub;
    private Mailbox mailbox;
    private StripeLab stripe;
    private StripeBuyers buyers;
    private String org;
    private String spoke;
    private Subscription subscription;
    private Identity identity;

    /** What a customer keeps, whatever is paid. */
    private record Identity(String did, String namespace, List<String> volumes) {}

    /** Something that happens there. */
    private interface AtStripe {
        void happens() throws StripeException;
    }

    @Test
    void aYear() throws Exception {
        ahead = folder.resolve("ahead");
        theHubIsAsFarAhead();
        mailbox = Mailbox.start();
        stripe = StripeLab.start(0, Clock.systemUTC());
        Map<String, String> settings = new HashMap<>(mailbox.settings());
        settings.putAll(stripe.settings());
        settings.put("wheelwright.stripe.tolerance", "P40D");
        settings.put("wheelwright.moved-clock", ahead.toString());
        settings.put("wheelwright.operations.recheck", "PT2S");
        settings.put("wheelwright.heartbeat.interval", "PT5S");
        try (Mailbox post = mailbox;
                StripeLab there = stripe;
                Hub started = Hub.start("stripe-year", settings)) {
            hub = started;
            stripe.registerEndpoint(URI.create(hub.space().url() + "/hub/api/v1/billing/webhook"));
            stripe.dunning(Dunning.STANDARD.then(Dunning.End.PAST_DUE));
            buyers = new StripeBuyers(stripe);
            aTrialBegins();
            itIsBought();
            monthsArePaid(5);
            assertThat(stripe.ledger().lines(Ledger.Kind.CHARGE)).hasSize(6);
            aPaymentFailsAndTheInstanceCanBeRead();
            nobodyPaysAndTheInstanceRests();
            itIsPaidAndAllIsAsBefore();
            itIsPaidWhileNoHubRunsAndNothingIsLost();
            assertThat(stripe.ledger().lines(Ledger.Kind.CHARGE)).hasSize(8);
            theCustomerTakesMoreAndLessAgain();
            monthsArePaid(4);
            theEndIsPlannedAndTakenBack();
            itEndsAndTheDataIsKept();
            nothingIsLeft();
            allMoneyIsAccountedFor();
        }
    }

    private void aTrialBegins() throws Exception {
        String starter = price(2900);
        hub.apply(Manifests.selling(
                "cosmetics", plan("starter", 10, starter, 2900), plan("growth", 100, price(9900), 9900)));
        hub.awaitRow("select 1 from products where product_id = 'cosmetics'");
        org = made("org_id", "/organizations", "{\"name\": \"Acme\", \"email\": \"ada@acme.example\"}");
        subscription = buyers.subscribe(
                StripeBuyers.order(buyers.payer(), org, starter).setTrialPeriodDays((long) TRIAL));
        awaitBilling("state", "trialing");
        spoke = made("spoke_id", "/provision", """
                {"org_id": "%s", "product_id": "cosmetics", "plan": "starter", "region": "eu",
                 "admin_email": "ada@acme.example"}
                """.formatted(org));
        hub.awaitReady(spoke);
        eventually(
                () -> assertThat(license().at("/trial/isTrialMode").asBoolean()).isTrue());
        identity = identity();
        daysPass(Duration.ofHours(TRIAL * 24 - 47));
        awaitMail("Your trial ends in 2 days");
    }

    private void itIsBought() throws Exception {
        daysPass(Duration.ofHours(49));
        awaitBilling("state", "active");
        awaitAccess(Access.Full);
        eventually(
                () -> assertThat(license().at("/trial/isTrialMode").asBoolean()).isFalse());
        assertThat(stripe.ledger().lines(Ledger.Kind.CHARGE)).hasSize(1);
    }

    private void monthsArePaid(int months) throws Exception {
        for (int month = 1; month <= months; month++) {
            daysPass(MONTH);
            awaitBilling("current_period_end", periodEnd());
        }
        awaitBilling("state", "active");
        awaitAccess(Access.Full);
    }

    private void aPaymentFailsAndTheInstanceCanBeRead() throws Exception {
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        daysPass(Duration.between(stripe.now(), Instant.parse(periodEnd())).plusHours(2));
        awaitBilling("state", "past_due");
        awaitMail("A payment has failed");
        awaitAccess(Access.ReadOnly);
        assertThat(replicas()).containsEntry("spoke-application", 1);
        eventually(() -> assertThat(license().path("access").asText()).isEqualTo("read_only"));
    }

    private void nobodyPaysAndTheInstanceRests() throws Exception {
        theGraceEndsWhileNoHubRuns(() -> {});
        awaitMail("Your instance rests");
        awaitAccess(Access.None);
        hub.awaitCondition(spoke, "Ready", "False", "Suspended");
        eventually(() -> assertThat(replicas())
                .allSatisfy((name, replicas) -> assertThat(replicas).isEqualTo(name.endsWith("agent") ? 1 : 0)));
        assertThat(identity()).isEqualTo(identity);
        eventually(() -> assertThat(license().path("access").asText()).isEqualTo("none"));
    }

    private void itIsPaidAndAllIsAsBefore() throws StripeException {
        pay();
        awaitBilling("state", "active");
        awaitMail("Your instance is back");
        hub.awaitReady(spoke);
        awaitAccess(Access.Full);
        eventually(() -> assertThat(replicas()).containsEntry("spoke-application", 1));
        eventually(() -> assertThat(license().path("access").asText()).isEqualTo("full"));
        assertThat(identity()).isEqualTo(identity);
    }

    private void itIsPaidWhileNoHubRunsAndNothingIsLost() throws Exception {
        aPaymentFailsAndTheInstanceCanBeRead();
        theGraceEndsWhileNoHubRuns(this::pay);
        awaitBilling("state", "active");
        awaitMail("Your instance is back");
        awaitAccess(Access.Full);
        eventually(() -> assertThat(license().path("access").asText()).isEqualTo("full"));
        assertThat(identity()).isEqualTo(identity);
    }

    /** The license that was issued before has ended with the grace: that there is one again shows that the hub was there. */
    private void theGraceEndsWhileNoHubRuns(AtStripe meanwhile) throws Exception {
        hub.process().kill();
        stripe.deliveries().drop(type -> true);
        timePasses(Duration.ofDays(GRACE).plusHours(1));
        meanwhile.happens();
        stripe.faults().always("GET", "/v1/subscriptions", Fault.UNAVAILABLE);
        Set<Access> seen = ConcurrentHashMap.newKeySet();
        AtomicReference<WatcherException> lost = new AtomicReference<>();
        try (Watch watch = hub.resource(Spoke.class, spoke).watch(seenAccess(seen, lost))) {
            hub.process().start().awaitReady();
            eventually(() -> assertThat(license().path("exp").asLong())
                    .isGreaterThan(Instant.now().plus(passed).getEpochSecond()));
            assertThat(license().path("access").asText()).isEqualTo("read_only");
            assertThat(lost.get()).isNull();
            assertThat(seen).as("before Stripe was read").containsExactly(Access.ReadOnly);
        }
        stripe.deliveries().drop(type -> false);
        stripe.faults().clear();
        timePasses(Duration.ofMinutes(10));
    }

    private static Watcher<Spoke> seenAccess(Set<Access> seen, AtomicReference<WatcherException> lost) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Spoke spoke) {
                Optional.ofNullable(spoke.getStatus()).map(SpokeStatus::access).ifPresent(seen::add);
            }

            @Override
            public void onClose(WatcherException cause) {
                lost.set(cause);
            }
        };
    }

    private void pay() throws StripeException {
        stripe.useCard(subscription.getCustomer(), TestCard.VISA);
        buyers.payLatest(subscription.getId());
    }

    private void theCustomerTakesMoreAndLessAgain() {
        for (String plan : List.of("growth", "starter")) {
            hub.rest().post("/subscriptions/" + org + "/change-plan", "{\"plan\": \"%s\"}".formatted(plan), 200);
            awaitBilling("plan", plan);
            eventually(() -> assertThat(hub.spoke(spoke).getStatus().plan()).isEqualTo(plan));
            eventually(() -> assertThat(license().path("plan").asText()).isEqualTo(plan));
        }
        hub.awaitReady(spoke);
    }

    private void theEndIsPlannedAndTakenBack() {
        hub.rest().post("/subscriptions/" + org + "/cancel", "{\"when\": \"period_end\"}", 200);
        awaitBilling("ends_at", periodEnd());
        awaitMail("Your subscription is going to end");
        hub.rest().post("/subscriptions/" + org + "/keep", null, 200);
        awaitBilling("ends_at", null);
        awaitAccess(Access.Full);
    }

    /** The same end is told of once. */
    private void itEndsAndTheDataIsKept() throws Exception {
        stripe.cancelInPortal(subscription.getId());
        awaitBilling("ends_at", periodEnd());
        daysPass(Duration.between(stripe.now(), Instant.parse(periodEnd())).plusHours(1));
        awaitBilling("state", "cancelled");
        awaitMail("Your subscription has ended");
        awaitAccess(Access.ExportOnly);
        eventually(() -> assertThat(replicas()).containsEntry("spoke-application", 0));
        assertThat(identity()).isEqualTo(identity);
    }

    private void nothingIsLeft() throws Exception {
        Instant ended = Instant.parse(billing().path("ends_at").asText());
        assertThat(Instant.parse(billing().path("delete_after").asText()))
                .as("as the plan says, without anybody's word")
                .isEqualTo(ended.plus(Duration.ofDays(RETENTION)));
        daysPass(Duration.ofDays(RETENTION - 1));
        awaitMail("Your data is deleted within a day");
        awaitAccess(Access.None);
        daysPass(Duration.ofDays(1));
        hub.awaitCondition(spoke, "Reconciling", "True", "PurgeScheduled");
        allAreCompared();
        daysPass(Duration.ofHours(25));
        await().atMost(Patience.END)
                .untilAsserted(() -> assertThat(all(Spoke.class)).isEmpty());
        await().atMost(Patience.END)
                .untilAsserted(() -> assertThat(all(Organization.class)).isEmpty());
        assertThat(hub.cluster().namespaces().withName(hub.namespaceOf(spoke)).get())
                .isNull();
    }

    /** Where that was more than 26 hours ago, what is about to be destroyed is taken back; a day passes in no time here. */
    private void allAreCompared() {
        String lately = Instant.now().plus(passed).minus(Duration.ofMinutes(30)).toString();
        await().atMost(Patience.END).until(() -> !hub.rows(
                        "select 1 from stripe_rounds where name = 'sweep' and finished_at > '" + lately + "'")
                .isEmpty());
    }

    private void allMoneyIsAccountedFor() {
        assertThat(passed).isGreaterThan(Duration.ofDays(365));
        assertThat(stripe.ledger().lines(Ledger.Kind.CHARGE))
                .as("each is for an invoice, and no invoice is paid twice")
                .extracting(Ledger.Line::invoice)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(stripe.ledger().lines(Ledger.Kind.REFUND)).isEmpty();
        assertThat(subjects())
                .as("each mail once, and no other")
                .containsExactly(
                        "Your instance is ready",
                        "Your trial ends in 2 days",
                        "A payment has failed",
                        "Your instance rests",
                        "Your instance is back",
                        "A payment has failed",
                        "Your instance is back",
                        "Your subscription is going to end",
                        "Your subscription has ended",
                        "Your data is deleted within a day");
    }

    /** Whatever the hub hears of it. */
    private void timePasses(Duration time) throws IOException {
        stripe.advance(time);
        passed = passed.plus(time);
        theHubIsAsFarAhead();
    }

    /** At Stripe first, so that the hub hears of each day when it comes. */
    private void daysPass(Duration time) throws InterruptedException, IOException {
        stripe.advance(time);
        assertThat(stripe.deliveries().awaitSent(Patience.SOON)).isTrue();
        eventually(() -> assertThat(hub.rows("select 1 from stripe_events where state = 'pending'"))
                .isEmpty());
        passed = passed.plus(time);
        theHubIsAsFarAhead();
    }

    /** In one step, so that nobody reads half of it. */
    private void theHubIsAsFarAhead() throws IOException {
        Path next = Files.writeString(folder.resolve("next"), passed.toString());
        Files.move(next, ahead, StandardCopyOption.ATOMIC_MOVE);
    }

    private String price(long amount) throws StripeException {
        return StripePrices.monthly(buyers.client(), amount);
    }

    private static String plan(String id, int maxProducts, String price, int cents) {
        return Manifests.plan(
                id,
                maxProducts,
                4,
                "stripePriceId: " + price,
                "price: {amount: %d, currency: USD}".formatted(cents),
                "graceDays: " + GRACE,
                "retentionDays: " + RETENTION,
                "onEnd: Delete");
    }

    private String made(String id, String path, String body) {
        return Json.read(hub.rest().post(path, body, 201), JsonNode.class)
                .path(id)
                .asText();
    }

    private JsonNode billing() {
        return Json.read(hub.rest().get("/organizations/" + org + "/billing-state", 200), JsonNode.class);
    }

    private void awaitBilling(String field, String value) {
        eventually(() -> assertThat(billing().path(field).asText(null)).isEqualTo(value));
    }

    /** End of the period that is paid, as Stripe has it. */
    private String periodEnd() {
        return Instant.ofEpochSecond(stripe.object(subscription.getId())
                        .at("/items/data/0/current_period_end")
                        .asLong())
                .toString();
    }

    private void awaitAccess(Access access) {
        eventually(() -> assertThat(hub.spoke(spoke).getStatus().access()).isEqualTo(access));
    }

    /** What the license in the spoke's namespace says. */
    private JsonNode license() {
        Secret secret = hub.cluster()
                .secrets()
                .inNamespace(hub.namespaceOf(spoke))
                .withName("wheelwright-license")
                .require();
        String token =
                new String(Base64.getDecoder().decode(secret.getData().get("license.jwt")), StandardCharsets.UTF_8);
        return Json.read(
                new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8),
                JsonNode.class);
    }

    private Identity identity() {
        return new Identity(
                hub.spoke(spoke).getStatus().did(),
                hub.cluster()
                        .namespaces()
                        .withName(hub.namespaceOf(spoke))
                        .require()
                        .getMetadata()
                        .getUid(),
                hub.cluster().persistentVolumeClaims().inNamespace(hub.namespaceOf(spoke)).list().getItems().stream()
                        .map(claim -> claim.getMetadata().getUid())
                        .sorted()
                        .toList());
    }

    private Map<String, Integer> replicas() {
        Map<String, Integer> replicas = new HashMap<>();
        var apps = hub.cluster().apps();
        String namespace = hub.namespaceOf(spoke);
        apps.deployments()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(one ->
                        replicas.put(one.getMetadata().getName(), one.getSpec().getReplicas()));
        apps.statefulSets()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(one ->
                        replicas.put(one.getMetadata().getName(), one.getSpec().getReplicas()));
        return replicas;
    }

    private <T extends HasMetadata> List<T> all(Class<T> kind) {
        return hub.cluster()
                .resources(kind)
                .inNamespace(hub.space().fleetNamespace())
                .list()
                .getItems();
    }

    private List<String> subjects() {
        return mailbox.mails().stream().map(Mailbox.Mail::subject).toList();
    }

    private void awaitMail(String subject) {
        eventually(() -> assertThat(subjects()).endsWith(subject));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Patience.SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(assertion);
    }
}
