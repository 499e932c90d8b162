package io.wheelwright.billing.stripe;

import com.stripe.Stripe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What comes from Stripe, and what becomes of it. */
@Startup
@ApplicationScoped
class StripeMetrics {

    private static final String EVENTS = "SELECT count(*) FROM stripe_events WHERE state = '%s'";
    private static final String OLDEST = "SELECT min(received_at) FROM stripe_events WHERE state = 'pending'";
    private static final String HELD = "SELECT count(*) FROM stripe_subscriptions WHERE hold = '%s'";

    /** Organizations of which nobody says any more what becomes of them. */
    static final String FORSAKEN = """
            SELECT count(*) FROM organizations o WHERE gone_at IS NULL AND billing ->> 'source' = 'stripe'
            AND billing ->> 'state' NOT IN ('cancelled', 'deletion_scheduled')
            AND NOT EXISTS (SELECT 1 FROM stripe_subscriptions s WHERE s.org_id = o.org_id)
            """;

    /** Organizations that may pay twice; what is left over of the other mode does not count. */
    private static final String DOUBLED = """
            SELECT count(*) FROM (SELECT org_id FROM stripe_subscriptions
            WHERE org_id IS NOT NULL AND status IN ('trialing', 'active', 'past_due', 'unpaid', 'paused')
            AND coalesce(hold, '') <> 'missing' AND coalesce(cast(facts ->> 'live' AS boolean), %1$s) = %1$s
            GROUP BY org_id HAVING count(*) > 1) doubled
            """;

    private static final String BRAKE = "SELECT count(engaged_at) FROM billing_brake";
    private static final String DRIFT = "SELECT found FROM stripe_rounds WHERE name = 'sweep'";

    private static final String NEW = "new";
    private static final String AGAIN = "again";
    private static final String QUARANTINED = "quarantined";
    private static final String REFUSED = "refused";
    private static final String UNTIMELY = "untimely";

    private final MeterRegistry registry;
    private final IgnoredEvents ignored;
    private final AtomicLong skew = new AtomicLong();

    StripeMetrics(MeterRegistry registry, Figures figures, StripeAccount account) {
        this.registry = registry;
        this.ignored = new IgnoredEvents(registry);
        for (EventState state : List.of(EventState.pending, EventState.dead, EventState.quarantined)) {
            Gauge.builder("wheelwright.stripe.events", () -> figures.number(EVENTS.formatted(state)))
                    .description("Events of Stripe that wait, were given up, or are of the other mode.")
                    .tag("state", state.name())
                    .register(registry);
        }
        for (Hold hold : Hold.values()) {
            held(hold.name(), () -> figures.number(HELD.formatted(hold)));
        }
        held("no_subscription", () -> figures.number(FORSAKEN));
        Gauge.builder("wheelwright.stripe.doubled", () -> figures.number(doubled(account.isLive())))
                .description("Organizations that several living subscriptions name, of which one counts.")
                .register(registry);
        Gauge.builder("wheelwright.stripe.oldest.age", () -> figures.age(OLDEST))
                .description("Age of the oldest event that waits for its turn; 0 without one.")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("wheelwright.stripe.drift", () -> figures.number(DRIFT))
                .description("Subscriptions of which the last comparison with Stripe knew better than all events.")
                .register(registry);
        Gauge.builder("wheelwright.stripe.brake", () -> figures.number(BRAKE))
                .description("Whether the brake holds suspensions back.")
                .register(registry);
        Gauge.builder("wheelwright.stripe.clock.skew", skew::get)
                .description("By how much the hub's clock was ahead of Stripe's at the last signed delivery.")
                .baseUnit("seconds")
                .register(registry);
        fetched(0);
        for (String outcome : new String[] {"written", "held", "nothing"}) {
            runs(outcome);
        }
        for (String outcome : new String[] {NEW, AGAIN, QUARANTINED, REFUSED, UNTIMELY}) {
            deliveries(outcome);
        }
        IntStream.range(0, Math.max(1, account.secrets().size())).forEach(this::signed);
        otherVersion();
    }

    static String doubled(boolean live) {
        return DOUBLED.formatted(live);
    }

    private void held(String reason, Supplier<Number> figure) {
        Gauge.builder("wheelwright.stripe.held", figure)
                .description("Subscriptions from which nothing follows although they say something.")
                .tag("reason", reason)
                .register(registry);
    }

    void ran(Decision decision) {
        runs(decision.hold() != null ? "held" : decision.facts() != null ? "written" : "nothing")
                .increment();
    }

    /** Counts events that did not arrive and were fetched. */
    void fetched(long events) {
        Counter.builder("wheelwright.stripe.fetched")
                .description("Events of Stripe that did not arrive and were fetched.")
                .register(registry)
                .increment(events);
    }

    /** How many deliveries were taken since the hub has started. */
    double taken() {
        return deliveries(NEW).count()
                + deliveries(AGAIN).count()
                + deliveries(QUARANTINED).count();
    }

    /** How many deliveries were refused since the hub has started. */
    double turnedAway() {
        return deliveries(REFUSED).count();
    }

    void refused() {
        deliveries(REFUSED).increment();
    }

    /** By how much the hub's clock was ahead of Stripe's at the last delivery that was signed. */
    Duration skew() {
        return Duration.ofSeconds(skew.get());
    }

    /** Notes what the time of a delivery says of the clocks. */
    void timed(Signature signature) {
        if (signature.skew() != null) {
            skew.set(signature.skew().toSeconds());
        }
        if (signature.isUntimely()) {
            deliveries(UNTIMELY).increment();
        }
    }

    /**
     * Counts a delivery that was taken.
     *
     * @param secret which of the secrets has signed it, from 0
     */
    void delivered(StripeEvent event, EventEntity.Stored stored, int secret) {
        deliveries(outcome(stored)).increment();
        signed(secret).increment();
        if (!Stripe.API_VERSION.equals(event.apiVersion())) {
            otherVersion().increment();
        }
        if (stored.isNew() && stored.state() == EventState.ignored) {
            ignored.count(event.type());
        }
    }

    private static String outcome(EventEntity.Stored stored) {
        if (!stored.isNew()) {
            return AGAIN;
        }
        return stored.state() == EventState.quarantined ? QUARANTINED : NEW;
    }

    private Counter runs(String outcome) {
        return Counter.builder("wheelwright.stripe.runs")
                .description("Subscriptions that were read because of an event or a date, by what came of it.")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter deliveries(String outcome) {
        return Counter.builder("wheelwright.stripe.deliveries")
                .description("Deliveries of the webhook.")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter signed(int secret) {
        return Counter.builder("wheelwright.stripe.signatures")
                .description("Good signatures by the secret that made them; 0 is the newest.")
                .tag("secret", Integer.toString(secret))
                .register(registry);
    }

    private Counter otherVersion() {
        return Counter.builder("wheelwright.stripe.other.version")
                .description("Deliveries of another API version than that of the hub's library.")
                .register(registry);
    }
}
