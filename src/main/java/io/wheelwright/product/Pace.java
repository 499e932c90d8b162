package io.wheelwright.product;

import io.wheelwright.api.v1alpha1.Product;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the count of a product's spokes be written every few seconds at most, so that 200 new spokes are a few writes. */
@ApplicationScoped
class Pace {

    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(5);

    private final Clock clock;
    private final Map<String, Instant> writes = new ConcurrentHashMap<>();

    Pace(Clock clock) {
        this.clock = clock;
    }

    /** How long the next write has to wait; empty when it may be made. */
    Optional<Duration> wait(Product product) {
        return Optional.ofNullable(writes.get(product.getMetadata().getUid()))
                .map(last -> Duration.between(clock.instant(), last.plus(BETWEEN_WRITES)))
                .filter(left -> left.compareTo(Duration.ZERO) > 0);
    }

    void written(Product product) {
        Instant now = clock.instant();
        writes.values().removeIf(last -> last.plus(BETWEEN_WRITES).isBefore(now));
        writes.put(product.getMetadata().getUid(), now);
    }
}
