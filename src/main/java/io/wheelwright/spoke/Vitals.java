package io.wheelwright.spoke;

import io.wheelwright.agent.protocol.ReportedHealth;
import io.wheelwright.api.v1alpha1.Health;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.Heartbeats;
import io.wheelwright.fleet.LastHeartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** How a spoke is, by what its agent reported last. */
@ApplicationScoped
class Vitals {

    private static final Duration STALE_AFTER = Duration.ofMinutes(5);

    private final Heartbeats heartbeats;
    private final Clock clock;

    Vitals(Heartbeats heartbeats, Clock clock) {
        this.heartbeats = heartbeats;
        this.clock = clock;
    }

    /** Null while no agent has ever reported: then there is nothing to say. */
    Health healthOf(Spoke spoke) {
        return heartbeats.last(spoke.getMetadata().getUid()).map(this::judge).orElse(null);
    }

    private Health judge(LastHeartbeat last) {
        if (last.at().plus(STALE_AFTER).isBefore(clock.instant())) {
            return Health.Stale;
        }
        return last.status() == ReportedHealth.HEALTHY ? Health.Healthy : Health.Degraded;
    }
}
