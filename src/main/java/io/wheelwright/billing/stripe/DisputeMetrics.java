package io.wheelwright.billing.stripe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Payments that are disputed. */
@Startup
@ApplicationScoped
class DisputeMetrics {

    private static final String DISPUTES = "SELECT count(*) FROM disputes WHERE live = %s AND status %s";

    /** By standing, what the statuses are; {@link DisputeStanding#of} says the same of one. */
    static final Map<DisputeStanding, String> STATUSES = Map.of(
            DisputeStanding.asked, "IN ('warning_needs_response', 'warning_under_review')",
            DisputeStanding.open, "IN ('needs_response', 'under_review')",
            DisputeStanding.won, "IN ('won', 'warning_closed', 'prevented')",
            DisputeStanding.lost, "= 'lost'",
            DisputeStanding.unknown,
                    "NOT IN ('warning_needs_response', 'warning_under_review', 'needs_response', 'under_review',"
                            + " 'won', 'warning_closed', 'prevented', 'lost')");

    DisputeMetrics(MeterRegistry registry, Figures figures, StripeAccount account) {
        STATUSES.forEach((standing, statuses) -> Gauge.builder(
                        "wheelwright.stripe.disputes",
                        () -> figures.number(DISPUTES.formatted(account.isLive(), statuses)))
                .description("Payments that are disputed, or were.")
                .tag("standing", standing.name())
                .register(registry));
    }
}
