package io.wheelwright.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Which active spokes are silent: their agent has reported before, but not for some time. Nobody is while the hub itself
 * has only just come back.
 */
@ApplicationScoped
class Silence {

    private final Heartbeats heartbeats;
    private final Clock clock;

    Silence(Heartbeats heartbeats, Clock clock) {
        this.heartbeats = heartbeats;
        this.clock = clock;
    }

    /** A spoke without an agent never reports, and is not silent. */
    Predicate<KnownSpoke> longerThan(Duration silence) {
        Instant now = clock.instant();
        return spoke -> spoke.status().equals("active")
                && heartbeats
                        .overdueAt(spoke.uid(), silence)
                        .filter(due -> due.isBefore(now))
                        .isPresent();
    }
}
