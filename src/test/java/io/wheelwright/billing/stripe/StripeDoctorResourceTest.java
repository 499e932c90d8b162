package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.Json;
import io.wheelwright.Leadership;
import io.wheelwright.PublicUrl;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.stripe.StripeCheck.Finding;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.product.Products;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sets up an account at Stripe is told what is amiss. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeDoctorResourceTest extends OnStripe {

    private static final String ENDPOINT = "webhook endpoint";

    @Inject
    StripeAccount account;

    @Inject
    StripeConnection connection;

    @Inject
    AccountReader reader;

    @Inject
    StripeMetrics metrics;

    @Inject
    Products products;

    @Inject
    Leadership leadership;

    @Inject
    PublicUrl publicUrl;

    private Instant now = Instant.now();

    @Test
    void whatIsWellAndWhatIsNotIsTold() throws StripeException {
        customers.unlisten(WebhookResource.url(publicUrl));
        customers.subscribe(organization());
        settled();

        List<Map<String, String>> checks = examination();

        assertThat(of(checks, "API key")).containsEntry("finding", "ok");
        assertThat(of(checks, "right to read subscriptions")).containsEntry("finding", "ok");
        assertThat(of(checks, "signing secret")).containsEntry("finding", "ok");
        assertThat(of(checks, ENDPOINT).get("message")).contains("/hub/api/v1/billing/webhook");
        assertThat(checks).anySatisfy(check -> assertThat(check)
                .containsEntry("subject", "price of the plan growth of Cosmetics")
                .containsEntry("finding", "ok"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoices", "invoice_payments", "payment_intents", "refunds"})
    void aRightThatTheKeyLacksIsNamed(String what) {
        stripe.faults().always("GET", "/v1/" + what, Fault.FORBIDDEN);

        List<Map<String, String>> checks = examination();

        assertThat(of(checks, "right to read " + what)).containsEntry("finding", "failed");
        assertThat(of(checks, "right to read events")).containsEntry("finding", "ok");
        admin().get(API + "/billing/doctor").then().body("healthy", equalTo(false));
    }

    @Test
    void aRevokedKeyIsTheOnlyFinding() {
        String key = "sk_test_" + UUID.randomUUID().toString().replace("-", "");
        stripe.revokeKey(key);
        StripeAccount revoked = new StripeAccount(new SmallRyeConfigBuilder()
                .withMapping(StripeConfig.class)
                .withDefaultValue("wheelwright.stripe.api-key", key)
                .withDefaultValue("wheelwright.stripe.api-base", stripe.url().toString())
                .withDefaultValue("wheelwright.stripe.webhook-secrets", stripe.webhookSecret())
                .build()
                .getConfigMapping(StripeConfig.class));
        StripeConnection there = new StripeConnection(revoked);
        StripeDoctor doctor = new StripeDoctor(
                revoked, there, new AccountReader(there), products, metrics, leadership, publicUrl, Clock.systemUTC());

        assertThat(doctor.examine()).singleElement().satisfies(check -> {
            assertThat(check.subject()).isEqualTo("API key");
            assertThat(check.finding()).isEqualTo(Finding.failed);
            assertThat(check.message())
                    .contains("has it been revoked?")
                    .doesNotContain(key, key.substring(key.length() - 4));
        });
    }

    @Test
    void aStripeThatIsAwayIsAFindingToo() {
        stripe.faults().always("GET", "/v1/events", Fault.UNAVAILABLE);

        assertThat(of(examination(), "right to read events").get("message")).contains("Stripe answered 503");
    }

    @Test
    void whatSeveralNameIsAskedForOnce() throws StripeException {
        String price = customers.price();
        String metered = metered();
        ProductSpec product = Json.convert(
                Map.of(
                        "displayName",
                        "Acme",
                        "version",
                        "1.0.0",
                        "plans",
                        List.of(plan("small", price), plan("large", price), plan("gone", "price_gone")),
                        "meters",
                        List.of(meter("traffic", metered), meter("storage", metered))),
                ProductSpec.class);
        List<String> asked = new ArrayList<>();
        PriceChecks checks = new PriceChecks(new AccountReader(connection) {
            @Override
            public Optional<PriceFacts> price(String id) throws StripeException {
                asked.add(id);
                return super.price(id);
            }

            @Override
            public Optional<MeterFacts> meter(PriceFacts of) throws StripeException {
                asked.add(of.meter());
                return super.meter(of);
            }
        });

        List<Finding> first = checks.of(product).map(StripeCheck::finding).toList();
        List<Finding> second = checks.of(product).map(StripeCheck::finding).toList();

        assertThat(first)
                .containsExactly(Finding.ok, Finding.ok, Finding.failed, Finding.ok, Finding.ok)
                .isEqualTo(second);
        assertThat(asked)
                .containsExactly(
                        price,
                        "price_gone",
                        metered,
                        stripe.object(metered).at("/recurring/meter").asText());
    }

    private static Map<String, Object> plan(String id, String price) {
        return Map.of("id", id, "stripePriceId", price, "price", Map.of("amount", 2900, "currency", "USD"));
    }

    private static Map<String, Object> meter(String name, String price) {
        return Map.of("name", name, "kind", "counter", "per", 1, "stripePriceId", price);
    }

    /** A price of what a meter of Stripe adds up. */
    private String metered() throws StripeException {
        StripeClient client = customers.client();
        return StripePrices.metered(client, StripePrices.meter(client, "traffic_" + UUID.randomUUID()), 10);
    }

    @Test
    void whatIsNotWellIsLoggedOnceADayByWhoLeads() {
        InstantSource time = () -> now;
        StripeDoctor doctor = new StripeDoctor(
                account, connection, reader, products, metrics, leadership, publicUrl, time.withZone(ZoneOffset.UTC));
        Thread here = Thread.currentThread();
        List<String> warnings = new CopyOnWriteArrayList<>();
        ExtHandler log = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord entry) {
                if (Thread.currentThread() == here
                        && entry.getFormattedMessage().startsWith("Stripe, right to read invoices")) {
                    warnings.add(entry.getFormattedMessage());
                }
            }
        };
        stripe.faults().always("GET", "/v1/invoices", Fault.FORBIDDEN);
        await().atMost(SOON).until(leadership::isLeader);
        Logger.getLogger("").addHandler(log);
        try {
            doctor.look();
            doctor.look();
            assertThat(warnings).hasSize(1);

            now = now.plus(Duration.ofDays(1));
            doctor.look();
            assertThat(warnings).hasSize(2);
        } finally {
            Logger.getLogger("").removeHandler(log);
        }
    }

    private List<Map<String, String>> examination() {
        return admin().get(API + "/billing/doctor")
                .then()
                .statusCode(200)
                .extract()
                .path("checks");
    }

    private static Map<String, String> of(List<Map<String, String>> checks, String subject) {
        return checks.stream()
                .filter(check -> check.get("subject").equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + subject + " in " + checks));
    }
}
