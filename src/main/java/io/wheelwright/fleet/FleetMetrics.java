package io.wheelwright.fleet;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How many spokes there are, by status, and how many of them are silent. Every hub of a fleet tells the same. */
@Startup
@ApplicationScoped
class FleetMetrics {

    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final String ACTIVE = "active";

    private final Heartbeats heartbeats;
    private final Clock clock;

    FleetMetrics(MeterRegistry registry, Roster roster, Heartbeats heartbeats, Clock clock) {
        this.heartbeats = heartbeats;
        this.clock = clock;
        for (String status : List.of("provisioning", ACTIVE, "suspended")) {
            Gauge.builder(
                            "wheelwright.spokes",
                            () -> roster.count(spoke -> spoke.status().equals(status)))
                    .description("Spokes in this status.")
                    .tag("status", status)
                    .register(registry);
        }
        Gauge.builder("wheelwright.spokes.silent", () -> roster.count(this::isSilent))
                .description("Active spokes whose agent has reported before, but not for five minutes.")
                .register(registry);
    }

    /** A spoke without an agent never reports, and is not silent. */
    private boolean isSilent(KnownSpoke spoke) {
        Instant limit = clock.instant().minus(SILENCE);
        return spoke.status().equals(ACTIVE)
                && heartbeats
                        .last(spoke.uid())
                        .filter(last -> last.at().isBefore(limit))
                        .isPresent();
    }
}
