package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.access.Caller;
import io.wheelwright.billing.stripe.Subject.Kind;
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
    private final MeterErrorFollower meterErrors;
    private final Reprieve reprieve;
    private final StripeMetrics metrics;
    private final Absence absence;
    private final Caller caller;
    private final Clock clock;

    /** A crowd of the one kind must not keep the other waiting. */
    private volatile boolean looksFirst;

    StripeWorker(
            StripeAccount account,
            Projection projection,
            RefundFollower refunds,
            DisputeFollower disputes,
            MeterErrorFollower meterErrors,
            Reprieve reprieve,
            StripeMetrics metrics,
            Absence absence,
            Caller caller,
            Clock clock) {
        this.account = account;
        this.projection = projection;
        this.refunds = refunds;
        this.disputes = disputes;
        this.meterErrors = meterErrors;
        this.reprieve = reprieve;
        this.metrics = metrics;
        this.absence = absence;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * What has its turn.
     *
     * @param events those that are served by it; none where it is looked at without, or nothing is left to do
     */
    private record Work(Subject subject, List<Long> events) {

        static Work withoutEvents(Subject subject) {
            return new Work(subject, List.of());
        }

        String id() {
            return subject.id();
        }
    }

    /** Not before what has passed while no hub ran takes nothing: a look in vain would put out of sight what is due. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void drain() {
        if (!account.isConfigured() || !absence.isOver()) {
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
        Subject subject = due.subject();
        if (subject.kind() == Kind.customer || subject.kind() == Kind.test_clock) {
            askForAllOf(due, now);
            return Work.withoutEvents(subject);
        }
        List<EventEntity> events = EventEntity.due(subject, now);
        events.forEach(event -> event.nextAt = now.plus(TURN));
        return new Work(subject, events.stream().map(event -> event.id).toList());
    }

    private static void askForAllOf(EventEntity due, Instant now) {
        Subject subject = due.subject();
        boolean isClock = subject.kind() == Kind.test_clock;
        String what = isClock ? "test clock" : "customer";
        if (isClock ? SubscriptionRow.lookAtAllBy(subject.id(), now) : SubscriptionRow.lookAtAllOf(subject.id(), now)) {
            due.settle(EventState.done, "What is known of the %s is read again.".formatted(what), now);
        } else {
            due.forget("Nothing is known of the %s.".formatted(what), now);
        }
    }

    private static Optional<Work> look(Instant now) {
        return SubscriptionRow.due(now).map(row -> {
            row.lookAt = now.plus(TURN);
            return Work.withoutEvents(new Subject(Kind.subscription, row.subscriptionId));
        });
    }

    /** Says whether to go on at once. */
    private boolean perform(Work work) {
        return switch (work.subject.kind()) {
            case subscription -> follow(work, this::subscription);
            case refund -> follow(work, id -> end(refunds.follow(id)));
            case dispute -> follow(work, id -> end(disputes.followDispute(id)));
            case meter_error -> follow(work, id -> end(meterErrors.follow(id)));
            // What is known of it was asked for when this was taken.
            case customer, test_clock -> true;
        };
    }

    /** Reads it, and looks whether something of a period is paid again of which all had gone back. */
    private End subscription(String id) throws StripeException {
        Decision outcome = projection.run(id);
        metrics.ran(outcome);
        if (outcome.hold() == Hold.brake) {
            reprieve.grantAll();
        }
        if (outcome.hold() != null) {
            Log.warnf("Nothing follows from the subscription %s: %s", id, outcome.note());
        }
        refunds.followPayment(id);
        return end(outcome);
    }

    /** What becomes of an event. */
    private interface End extends BiConsumer<EventEntity, Instant> {}

    private interface Following {
        End follow(String id) throws StripeException;
    }

    private static End end(boolean ours) {
        return ours
                ? (event, now) -> event.settle(EventState.done, null, now)
                : (event, now) -> event.forget("It is about no customer of this hub.", now);
    }

    private static End end(String note) {
        return (event, now) -> event.settle(EventState.done, note, now);
    }

    private static End end(Decision outcome) {
        return Projection.leavesNothing(outcome)
                ? (event, now) -> event.forget(outcome.note(), now)
                : end(outcome.note());
    }

    /** Boundary to Stripe: what goes wrong with one delays that one, and its silence delays all. */
    private boolean follow(Work work, Following following) {
        try {
            record(work, following.follow(work.id()));
            return true;
        } catch (StripeException e) {
            return goesOn(work, new StripeAway(e));
        } catch (StripeAway away) {
            return goesOn(work, away);
        } catch (NotYet later) {
            postpone(work, later.getMessage());
            return true;
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "What became of the %s %s is not known", work.subject.kind(), work.id());
            postpone(work, boundary.getClass().getSimpleName());
            return true;
        }
    }

    private boolean goesOn(Work work, StripeAway away) {
        Log.warnf("The %s %s is read again later: %s", work.subject.kind(), work.id(), away.getMessage());
        if (away.concernsAll()) {
            reprieve.grantAll();
        }
        postpone(work, away.getMessage());
        return !away.concernsAll();
    }

    private void postpone(Work work, String why) {
        if (work.subject.kind() == Kind.subscription && work.events.isEmpty()) {
            projection.postpone(work.id());
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
