package io.wheelwright.billing.stripe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import io.wheelwright.access.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Has the hub that leads go its rounds when it begins to, then list events every few minutes, and all else every day; what
 * Stripe does not answer is tried again.
 */
@ApplicationScoped
class RoundTurns {

    private static final Duration DAILY = Duration.ofDays(1);

    private final StripeAccount account;
    private final Leadership leadership;
    private final List<Round> rounds;
    private final Caller caller;
    private final Clock clock;

    RoundTurns(
            StripeAccount account,
            Leadership leadership,
            Backfill backfill,
            Sweep sweep,
            UndecidedDisputes disputes,
            Reversals reversals,
            Caller caller,
            Clock clock,
            MeterRegistry registry) {
        this.account = account;
        this.leadership = leadership;
        this.rounds = List.of(
                new Round("The events of Stripe", account.eventsEvery(), () -> backfill.run() >= 0),
                new Round("The subscriptions at Stripe", DAILY, () -> sweep.run() >= 0),
                new Round("The disputes that are not decided", DAILY, () -> disputes.run() == 0),
                new Round("The refunds at Stripe", DAILY, () -> reversals
                        .refunds()
                        .run()),
                new Round("The disputes at Stripe", DAILY, () -> reversals
                        .disputes()
                        .run()));
        this.caller = caller;
        this.clock = clock;
        Gauge.builder("wheelwright.stripe.rounds.failures", () -> leadership.isLeader() ? failures() : 0)
                .description("How often in a row what Stripe lists could not be gone through.")
                .register(registry);
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void turn() {
        Instant now = clock.instant();
        if (!account.isConfigured() || !leadership.isLeader()) {
            return;
        }
        List<Round> due = rounds.stream().filter(round -> round.isDue(now)).toList();
        if (!due.isEmpty()) {
            caller.actAs(Projection.SOURCE);
            due.forEach(round -> round.go(now));
        }
    }

    private int failures() {
        return rounds.stream().mapToInt(Round::failures).max().orElse(0);
    }
}
