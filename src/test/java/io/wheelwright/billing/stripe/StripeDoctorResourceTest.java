package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.stripe.exception.StripeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.Leadership;
import io.wheelwright.PublicUrl;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.product.Products;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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
    @ValueSource(strings = {"invoices", "invoice_payments", "payment_intents"})
    void aRightThatTheKeyLacksIsNamed(String what) {
        stripe.faults().always("GET", "/v1/" + what, Fault.FORBIDDEN);

        List<Map<String, String>> checks = examination();

        assertThat(of(checks, "right to read " + what)).containsEntry("finding", "failed");
        assertThat(of(checks, "right to read events")).containsEntry("finding", "ok");
        admin().get(API + "/billing/doctor").then().body("healthy", equalTo(false));
    }

    @Test
    void aStripeThatIsAwayIsAFindingToo() {
        stripe.faults().always("GET", "/v1/events", Fault.UNAVAILABLE);

        assertThat(of(examination(), "right to read events").get("message")).contains("Stripe answered 503");
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
