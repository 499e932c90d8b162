package io.wheelwright.billing.stripe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Payments that are disputed. */
@Startup
@ApplicationScoped
class DisputeMetrics {

    private static final String DISPUTES = "SELECT status, count(*) FROM disputes WHERE live = %s GROUP BY status";

    /** The gauges of one scrape are of one question. */
    private static final Duration SCRAPE = Duration.ofSeconds(1);

    private final Figures figures;
    private final StripeAccount account;

    /** Null where the database does not say. */
    private Map<DisputeStanding, Double> counted;

    private long countAt = System.nanoTime();

    DisputeMetrics(MeterRegistry registry, Figures figures, StripeAccount account) {
        this.figures = figures;
        this.account = account;
        for (DisputeStanding standing : DisputeStanding.values()) {
            Gauge.builder("wheelwright.stripe.disputes", () -> number(standing))
                    .description("Payments that are disputed, or were.")
                    .tag("standing", standing.name())
                    .register(registry);
        }
    }

    private synchronized double number(DisputeStanding standing) {
        if (System.nanoTime() - countAt >= 0) {
            counted = figures.numbers(DISPUTES.formatted(account.isLive()))
                    .map(DisputeMetrics::byStanding)
                    .orElse(null);
            countAt = System.nanoTime() + SCRAPE.toNanos();
        }
        return counted == null ? Double.NaN : counted.getOrDefault(standing, 0.0);
    }

    private static Map<DisputeStanding, Double> byStanding(Map<String, Double> byStatus) {
        return byStatus.entrySet().stream()
                .collect(Collectors.groupingBy(
                        one -> DisputeStanding.of(one.getKey()), Collectors.summingDouble(Map.Entry::getValue)));
    }
}
