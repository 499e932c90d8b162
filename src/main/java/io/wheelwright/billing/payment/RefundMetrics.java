package io.wheelwright.billing.payment;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import io.wheelwright.billing.stripe.StripeAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Refunds that have not arrived. */
@Startup
@ApplicationScoped
class RefundMetrics {

    private static final String REFUNDS = "SELECT count(*) FROM refunds WHERE status = '%s' AND live = %s";

    RefundMetrics(MeterRegistry registry, Figures figures, StripeAccount account) {
        for (String status : List.of("pending", "requires_action", "failed", "canceled")) {
            Gauge.builder(
                            "wheelwright.stripe.refunds",
                            () -> figures.number(REFUNDS.formatted(status, account.isLive())))
                    .description("Refunds that have not arrived: on their way, or in vain.")
                    .tag("status", status)
                    .register(registry);
        }
    }
}
