package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.access.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Works off the inbox, and reads again what is to be looked at. Several hubs may do so at the same time: what one has taken
 * is out of sight for the others until its turn is over.
 */
@ApplicationScoped
class StripeWorker {

    /** How long what was taken belongs to who has taken it; no run takes nearly as long. */
    private static final Duration TURN = Duration.ofMinutes(2);

    private final StripeAccount account;
    private final Projection projection;
    private final RefundFollower refunds;
    private final DisputeFollower disputes;
    private final Reprieve reprieve;
    private final StripeMetrics metrics;
    private final Caller caller;
    private final Clock clock;

    /** A crowd of the one kind must not keep the other waiting. */
    private volatile boolean looksFirst;

    StripeWorker(
            StripeAccount account,
            Projection projection,
            RefundFollower refunds,
            DisputeFollower disputes,
            Reprieve reprieve,
            StripeMetrics metrics,
            Caller caller,
            Clock clock) {
        this.account = account;
        this.projection = projection;
        this.refunds = refunds;
        this.disputes = disputes;
        this.reprieve = reprieve;
        this.metrics = metrics;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * A subscription, a refund or a dispute whose turn it is; none where an event was about a customer alone and is done
     * already.
     *
     * @param events those that are served by it; none where it is looked at without
     */
    private record Work(String subscriptionId, String refundId, String disputeId, List<Long> events) {

        static Work of(
                String subscriptionId, String refundId, String disputeId, List<EventEntity> events, Instant now) {
            events.forEach(event -> event.nextAt = now.plus(TURN));
            return new Work(
                    subscriptionId,
                    refundId,
                    disputeId,
                    events.stream().map(event -> event.id).toList());
        }
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void drain() {
        if (!account.isConfigured()) {
            return;
        }
        caller.actAs(Projection.SOURCE);
        boolean more = true;
        while (more) {
            Optional<Work> work = take();
            more = work.isPresent() && perform(work.get());
        }
    }

    private Optional<Work> take() {
        looksFirst = !looksFirst;
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = clock.instant();
            return looksFirst ? look(now).or(() -> event(now)) : event(now).or(() -> look(now));
        });
    }

    private static Optional<Work> event(Instant now) {
        return EventEntity.due(now).map(due -> take(due, now));
    }

    private static Work take(EventEntity due, Instant now) {
        if (due.refundId != null) {
            return Work.of(null, due.refundId, null, EventEntity.dueOfRefund(due.refundId, now), now);
        }
        if (due.disputeId != null) {
            return Work.of(null, null, due.disputeId, EventEntity.dueOfDispute(due.disputeId, now), now);
        }
        if (due.subscriptionId == null) {
            askForAllOf(due, now);
            return Work.of(null, null, null, List.of(), now);
        }
        return Work.of(due.subscriptionId, null, null, EventEntity.due(due.subscriptionId, now), now);
    }

    private static void askForAllOf(EventEntity due, Instant now) {
        if (SubscriptionRow.lookAtAllOf(due.customerId, now)) {
            due.settle(EventState.done, "What is known of the customer is read again.", now);
        } else {
            due.forget("Nothing is known of the customer.", now);
        }
    }

    private static Optional<Work> look(Instant now) {
        return SubscriptionRow.due(now).map(row -> {
            row.lookAt = now.plus(TURN);
            return Work.of(row.subscriptionId, null, null, List.of(), now);
        });
    }

    /** Boundary to Stripe: what goes wrong with one subscription delays that one. Says whether to go on at once. */
    private boolean perform(Work work) {
        if (work.refundId != null) {
            return follow(work, "refund", work.refundId, refunds::follow);
        }
        if (work.disputeId != null) {
            return follow(work, "dispute", work.disputeId, disputes::followDispute);
        }
        if (work.subscriptionId == null) {
            return true;
        }
        try {
            Decision outcome = projection.run(work.subscriptionId);
            metrics.ran(outcome);
            if (outcome.hold() == Hold.brake) {
                reprieve.grantAll();
            }
            settle(work, outcome);
            return true;
        } catch (StripeAway away) {
            Log.warnf("The subscription %s is read again later: %s", work.subscriptionId, away.getMessage());
            reprieve.grantAll();
            postpone(work, away.getMessage());
            return false;
        } catch (Projection.NotYet later) {
            postpone(work, later.getMessage());
            return true;
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "What follows from the subscription %s is not known", work.subscriptionId);
            postpone(work, boundary.getClass().getSimpleName());
            return true;
        }
    }

    private interface Following {
        boolean follow(String id) throws StripeException;
    }

    /** The same for a refund or a dispute, on which no date depends. */
    private boolean follow(Work work, String kind, String id, Following following) {
        try {
            boolean ours = following.follow(id);
            record(work, (event, now) -> {
                if (ours) {
                    event.settle(EventState.done, null, now);
                } else {
                    event.forget("It is about no customer of this hub.", now);
                }
            });
            return true;
        } catch (StripeException e) {
            StripeAway away = new StripeAway(e);
            Log.warnf("The %s %s is read again later: %s", kind, id, away.getMessage());
            postpone(work, away.getMessage());
            return !away.concernsAll();
        } catch (RefundFollower.NotYet later) {
            postpone(work, later.getMessage());
            return true;
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "What became of the %s %s is not known", kind, id);
            postpone(work, boundary.getClass().getSimpleName());
            return true;
        }
    }

    private void settle(Work work, Decision outcome) {
        if (outcome.hold() != null) {
            Log.warnf("Nothing follows from the subscription %s: %s", work.subscriptionId, outcome.note());
        }
        record(work, (event, now) -> {
            if (Projection.leavesNothing(outcome)) {
                event.forget(outcome.note(), now);
            } else {
                event.settle(EventState.done, outcome.note(), now);
            }
        });
    }

    private void postpone(Work work, String why) {
        if (work.subscriptionId != null && work.events.isEmpty()) {
            projection.postpone(work.subscriptionId);
        }
        record(work, (event, now) -> {
            if (event.postpone(why, now)) {
                Log.errorf("The event %s is given up: %s", event.eventId, why);
            }
        });
    }

    /** What was replayed or settled meanwhile is left alone. */
    private void record(Work work, BiConsumer<EventEntity, Instant> end) {
        if (work.events.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew()
                .run(() -> EventEntity.<EventEntity>list("id in ?1 and state = ?2", work.events, EventState.pending)
                        .forEach(event -> end.accept(event, clock.instant())));
    }
}
