package io.wheelwright.billing.stripe;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import io.wheelwright.PublicUrl;
import io.wheelwright.billing.stripe.StripeCheck.Finding;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the account at Stripe is as the hub needs it. Reads only, so it says nothing of the right to write. */
@ApplicationScoped
class StripeDoctor {

    private static final String KEY = "API key";

    /** What the hub reads, by the names of Stripe's paths. */
    private static final List<String> READ = List.of(
            "subscriptions",
            "invoices",
            "invoiceitems",
            "invoice_payments",
            "payment_intents",
            "events",
            "customers",
            "prices",
            "charges",
            "refunds",
            "disputes");

    private static final Duration EVERY = Duration.ofDays(1);

    private final StripeAccount account;
    private final StripeConnection stripe;
    private final AccountReader reader;
    private final Products products;
    private final StripeMetrics metrics;
    private final Leadership leadership;
    private final Clock clock;
    private final String endpoint;
    private volatile Instant next = Instant.MIN;

    StripeDoctor(
            StripeAccount account,
            StripeConnection stripe,
            AccountReader reader,
            Products products,
            StripeMetrics metrics,
            Leadership leadership,
            PublicUrl publicUrl,
            Clock clock) {
        this.account = account;
        this.stripe = stripe;
        this.reader = reader;
        this.products = products;
        this.metrics = metrics;
        this.leadership = leadership;
        this.clock = clock;
        this.endpoint = WebhookResource.url(publicUrl);
    }

    /** Tells whoever reads the log of a hub that begins to lead, and every day, what is not well. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        Instant now = clock.instant();
        if (!account.isConfigured() || !leadership.isLeader() || now.isBefore(next)) {
            return;
        }
        next = now.plus(EVERY);
        examine().stream()
                .filter(check -> check.finding() != Finding.ok)
                .forEach(check -> Log.warnf("Stripe, %s: %s", check.subject(), check.message()));
    }

    /** Looks at everything; what cannot be looked at has failed. */
    List<StripeCheck> examine() {
        List<StripeCheck> rights = READ.stream().map(this::right).toList();
        if (rights.stream().anyMatch(right -> right.subject().equals(KEY))) {
            return rights.stream()
                    .filter(right -> right.subject().equals(KEY))
                    .limit(1)
                    .toList();
        }
        List<StripeCheck> checks = new ArrayList<>();
        checks.add(
                StripeCheck.ok(KEY, "It is one of %s mode, and good.".formatted(account.isLive() ? "live" : "test")));
        checks.addAll(rights);
        checks.addAll(endpoints());
        checks.add(secret());
        PriceChecks prices = new PriceChecks(reader);
        products.specs().stream().flatMap(prices::of).forEach(checks::add);
        return checks;
    }

    private StripeCheck right(String what) {
        String subject = "right to read " + what;
        try {
            stripe.client()
                    .rawRequest(
                            RequestMethod.GET,
                            "/v1/" + what + "?limit=1" + (what.equals("subscriptions") ? "&status=all" : ""),
                            null);
            return StripeCheck.ok(subject, "The key has it.");
        } catch (StripeException e) {
            return switch (StripeAnswer.status(e)) {
                case HttpURLConnection.HTTP_UNAUTHORIZED ->
                    StripeCheck.failed(KEY, "Stripe does not know it: has it been revoked?");
                case HttpURLConnection.HTTP_FORBIDDEN ->
                    StripeCheck.failed(subject, "The restricted key lacks it: give it at Stripe.");
                default -> StripeCheck.failed(subject, new StripeAway(e).getMessage());
            };
        }
    }

    private List<StripeCheck> endpoints() {
        try {
            return EndpointFacts.check(reader.endpoints(), endpoint, Stripe.API_VERSION);
        } catch (StripeException e) {
            return List.of(StripeCheck.warning(
                    "webhook endpoint",
                    "It cannot be looked at, which a restricted key needs a right for. "
                            + new StripeAway(e).getMessage()));
        }
    }

    /** The secret of an endpoint is told once, so what it has signed has to show that it is the right one. */
    private StripeCheck secret() {
        String subject = "signing secret";
        if (metrics.skew().abs().compareTo(account.tolerance()) > 0) {
            return StripeCheck.failed(
                    subject,
                    "The last delivery was signed with it, but %d s away from this hub's clock: compare the clocks."
                            .formatted(metrics.skew().abs().toSeconds()));
        }
        if (metrics.taken() > 0) {
            return StripeCheck.ok(subject, "Deliveries that are signed with it have come.");
        }
        return metrics.turnedAway() > 0
                ? StripeCheck.failed(subject, "No delivery since this hub started was signed with one of the hub's.")
                : StripeCheck.warning(
                        subject, "No delivery has come since this hub started: have Stripe send an event.");
    }
}
