package io.wheelwright.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Which active spokes are silent: their agent has reported before, but not for some time. */
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
        Instant limit = clock.instant().minus(silence);
        return spoke -> spoke.status().equals("active")
                && heartbeats
                        .last(spoke.uid())
                        .filter(last -> last.at().isBefore(limit))
                        .isPresent();
    }
}
