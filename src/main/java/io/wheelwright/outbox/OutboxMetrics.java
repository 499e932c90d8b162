package io.wheelwright.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.Figures;
import jakarta.enterprise.context.ApplicationScoped;

/** What waits in the outbox. */
@Startup
@ApplicationScoped
class OutboxMetrics {

    private static final String PENDING = "SELECT count(*) FROM outbox WHERE state = 'pending'";
    private static final String OLDEST = "SELECT min(created_at) FROM outbox WHERE state = 'pending'";

    OutboxMetrics(MeterRegistry registry, Figures figures) {
        Gauge.builder("wheelwright.outbox.pending", () -> figures.number(PENDING))
                .description("Applies that have not reached the Kubernetes API yet.")
                .register(registry);
        Gauge.builder("wheelwright.outbox.oldest.age", () -> figures.age(OLDEST))
                .description("Age of the oldest apply that has not reached the Kubernetes API; 0 without one.")
                .baseUnit("seconds")
                .register(registry);
    }
}
