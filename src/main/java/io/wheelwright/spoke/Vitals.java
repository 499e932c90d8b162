package io.wheelwright.spoke;

import io.wheelwright.agent.protocol.ReportedHealth;
import io.wheelwright.api.v1alpha1.Health;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.Heartbeats;
import io.wheelwright.fleet.LastHeartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** How a spoke is, by what its agent reported last. */
@ApplicationScoped
class Vitals {

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

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

    /** How long until its silence says something; empty while there is nothing to wait for. */
    Optional<Duration> untilOverdue(Spoke spoke) {
        return heartbeats
                .last(spoke.getMetadata().getUid())
                .map(last -> Duration.between(clock.instant(), last.overdueAt()))
                .filter(left -> !left.isNegative())
                .map(left -> left.plus(A_MOMENT));
    }

    private Health judge(LastHeartbeat last) {
        if (last.overdueAt().isBefore(clock.instant())) {
            return Health.Stale;
        }
        return last.status() == ReportedHealth.HEALTHY ? Health.Healthy : Health.Degraded;
    }
}
