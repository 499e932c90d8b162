package io.wheelwright.billing.payment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import io.wheelwright.billing.stripe.StripeAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The calls to Stripe, and what comes of them. */
@Startup
@ApplicationScoped
class CallMetrics {

    private static final String CALLS =
            "SELECT count(*) FROM stripe_calls WHERE state = '%s' AND kind = '%s' AND live = %s";
    private static final String OLDEST =
            "SELECT min(created_at) FROM stripe_calls WHERE state = 'waiting' AND live = %s";
    private static final List<String> OUTCOMES =
            List.of("done", CallFailure.refused.name(), CallFailure.given_up.name(), CallFailure.key_reused.name());

    private final MeterRegistry registry;

    CallMetrics(MeterRegistry registry, Figures figures, StripeAccount account, @All List<CallKind<?>> kinds) {
        this.registry = registry;
        for (CallKind<?> kind : kinds) {
            for (CallState state : List.of(CallState.waiting, CallState.failed)) {
                Gauge.builder(
                                "wheelwright.stripe.calls",
                                () -> figures.number(CALLS.formatted(state, kind.name(), account.isLive())))
                        .description("Calls to Stripe that wait or have failed.")
                        .tag("kind", kind.name())
                        .tag("state", state.name())
                        .register(registry);
            }
            OUTCOMES.forEach(outcome -> tries(kind.name(), outcome));
        }
        Gauge.builder("wheelwright.stripe.calls.oldest.age", () -> figures.age(OLDEST.formatted(account.isLive())))
                .description("Age of the oldest call to Stripe that is not done; 0 without one.")
                .baseUnit("seconds")
                .register(registry);
    }

    /**
     * Counts a try.
     *
     * @param outcome done, later, late where somebody else was faster, or why it has failed
     */
    void tried(String kind, String outcome) {
        tries(kind, outcome).increment();
    }

    /** Those that somebody is told of are there from the beginning: what appears has not grown. */
    private Counter tries(String kind, String outcome) {
        return Counter.builder("wheelwright.stripe.tries")
                .description("Tries of calls to Stripe, by what came of them.")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(registry);
    }
}
