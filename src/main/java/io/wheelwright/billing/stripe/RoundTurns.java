package io.wheelwright.billing.stripe;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Backoff;
import io.wheelwright.Leadership;
import io.wheelwright.access.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Has the hub that leads go its rounds when it begins to, and every day; what Stripe does not answer is tried again. */
@ApplicationScoped
class RoundTurns {

    private static final Duration EVERY = Duration.ofDays(1);
    private static final Backoff IN_VAIN = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

    private final StripeAccount account;
    private final Leadership leadership;
    private final Backfill backfill;
    private final Sweep sweep;
    private final Caller caller;
    private final Clock clock;
    private volatile Instant next = Instant.MIN;
    private volatile int failures;

    RoundTurns(
            StripeAccount account, Leadership leadership, Backfill backfill, Sweep sweep, Caller caller, Clock clock) {
        this.account = account;
        this.leadership = leadership;
        this.backfill = backfill;
        this.sweep = sweep;
        this.caller = caller;
        this.clock = clock;
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void turn() {
        Instant now = clock.instant();
        if (!account.isConfigured() || !leadership.isLeader() || now.isBefore(next)) {
            return;
        }
        caller.actAs(Projection.SOURCE);
        try {
            backfill.run();
            sweep.run();
            failures = 0;
            next = now.plus(EVERY);
        } catch (StripeAway away) {
            next = now.plus(IN_VAIN.after(failures));
            failures++;
            Log.warnf("Stripe's lists are read again at %s: %s", next, away.getMessage());
        }
    }
}
