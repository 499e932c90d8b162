package io.wheelwright.fleet;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** How many spokes there are, by status, and how many of them are silent. Every hub of a fleet tells the same. */
@Startup
@ApplicationScoped
class FleetMetrics {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    FleetMetrics(MeterRegistry registry, Roster roster, Silence silence) {
        for (String status : List.of("provisioning", "active", "suspended")) {
            Gauge.builder(
                            "wheelwright.spokes",
                            () -> roster.count(spoke -> spoke.status().equals(status)))
                    .description("Spokes in this status.")
                    .tag("status", status)
                    .register(registry);
        }
        Gauge.builder("wheelwright.spokes.silent", () -> roster.count(silence.longerThan(FIVE_MINUTES)))
                .description("Active spokes whose agent has reported before, but not for five minutes.")
                .register(registry);
    }
}
