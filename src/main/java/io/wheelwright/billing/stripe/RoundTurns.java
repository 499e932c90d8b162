package io.wheelwright.billing.stripe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
    private final UndecidedDisputes disputes;
    private final Caller caller;
    private final Clock clock;
    private volatile Instant next = Instant.MIN;
    private volatile int failures;

    RoundTurns(
            StripeAccount account,
            Leadership leadership,
            Backfill backfill,
            Sweep sweep,
            UndecidedDisputes disputes,
            Caller caller,
            Clock clock,
            MeterRegistry registry) {
        this.account = account;
        this.leadership = leadership;
        this.backfill = backfill;
        this.sweep = sweep;
        this.disputes = disputes;
        this.caller = caller;
        this.clock = clock;
        Gauge.builder("wheelwright.stripe.rounds.failures", () -> leadership.isLeader() ? failures : 0)
                .description("How often in a row what Stripe lists could not be gone through.")
                .register(registry);
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void turn() {
        Instant now = clock.instant();
        if (!account.isConfigured() || !leadership.isLeader() || now.isBefore(next)) {
            return;
        }
        caller.actAs(Projection.SOURCE);
        boolean whole = goes("The events of Stripe", backfill::run);
        whole &= goes("The subscriptions at Stripe", sweep::run);
        whole &= goes("The disputes that are not decided", disputes::run);
        next = now.plus(whole ? EVERY : IN_VAIN.after(failures));
        failures = whole ? 0 : failures + 1;
    }

    /** Boundary to Stripe: whatever goes wrong with one list keeps nobody from the other. */
    private static boolean goes(String what, Runnable round) {
        try {
            round.run();
            return true;
        } catch (StripeAway away) {
            Log.warnf("%s are listed again later: %s", what, away.getMessage());
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "%s are listed again later", what);
        }
        return false;
    }
}
