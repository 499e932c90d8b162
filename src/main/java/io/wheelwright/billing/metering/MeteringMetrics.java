package io.wheelwright.billing.metering;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import io.wheelwright.billing.stripe.StripeAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/** What Stripe is told of usage, and what comes of it. */
@Startup
@ApplicationScoped
class MeteringMetrics {

    private static final String EVENTS = "SELECT count(*) FROM meter_events WHERE state = '%s' AND live = %s";
    private static final String OLDEST =
            "SELECT min(counted_at) FROM meter_events WHERE state = 'waiting' AND live = %s";

    private static final String UNSURE = "SELECT count(*) FROM metering_turns WHERE unsure_since IS NOT NULL";

    private final MeterRegistry registry;
    private final Counter unsold;

    MeteringMetrics(MeterRegistry registry, Figures figures, StripeAccount account) {
        this.registry = registry;
        for (MeterEventState state : List.of(MeterEventState.waiting, MeterEventState.failed)) {
            Gauge.builder(
                            "wheelwright.metering.events",
                            () -> figures.number(EVENTS.formatted(state, account.isLive())))
                    .description("Usage that Stripe is still to be told of, or does not charge.")
                    .tag("state", state.name())
                    .register(registry);
        }
        Gauge.builder("wheelwright.metering.oldest.age", () -> figures.age(OLDEST.formatted(account.isLive())))
                .description("Age of the oldest usage that Stripe was not told of; 0 without one.")
                .baseUnit("seconds")
                .register(registry);
        Stream.concat(
                        Stream.of("done", "again", "later"),
                        Stream.of(MeterFailure.values()).map(Enum::name))
                .forEach(this::tries);
        Gauge.builder("wheelwright.metering.unsure", () -> figures.number(UNSURE))
                .description("Organizations whose usage waits, as it is not known what their subscriptions charge.")
                .register(registry);
        this.unsold = Counter.builder("wheelwright.metering.unsold")
                .description("Units beyond the plan of who pays by a subscription without a price for them.")
                .register(registry);
    }

    /**
     * Counts a try.
     *
     * @param outcome done, again where an earlier try had done it, later, or why Stripe does not charge it
     */
    void tried(String outcome) {
        tries(outcome).increment();
    }

    /** So many units are not charged, though somebody pays by a subscription. */
    void unsold(long units) {
        unsold.increment(units);
    }

    /** Stripe says that it could not count so many events of this hub. */
    void reported(long events) {
        tries(MeterFailure.reported.name()).increment(events);
    }

    private Counter tries(String outcome) {
        return Counter.builder("wheelwright.metering.tries")
                .description("Tries to tell Stripe of usage, by what came of them.")
                .tag("outcome", outcome)
                .register(registry);
    }
}
