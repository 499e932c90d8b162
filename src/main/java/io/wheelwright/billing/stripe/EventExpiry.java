package io.wheelwright.billing.stripe;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Events are not kept longer than Stripe itself lists them. */
@ApplicationScoped
class EventExpiry {

    static final Duration KEPT = Duration.ofDays(30);

    private static final int AT_ONCE = 5_000;

    private final Clock clock;

    EventExpiry(Clock clock) {
        this.clock = clock;
    }

    @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    void expire() {
        Instant before = clock.instant().minus(KEPT);
        int deleted;
        do {
            deleted = QuarkusTransaction.requiringNew().call(() -> EventEntity.expire(before, AT_ONCE));
        } while (deleted == AT_ONCE);
    }
}
