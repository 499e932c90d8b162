package io.wheelwright.billing.metering;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.billing.metering.MeteringTurns.Held;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** Records what comes of telling Stripe of events, each time in a transaction of its own. */
@ApplicationScoped
class MeterBook {

    private final MeteringTurns turns;
    private final MeteringMetrics metrics;
    private final Clock clock;

    MeterBook(MeteringTurns turns, MeteringMetrics metrics, Clock clock) {
        this.turns = turns;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The turn was lost: somebody else goes on. */
    static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    /** An event as it is now, if it waits. */
    Optional<MeterEvent> waiting(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> MeterEvent.waiting(id));
    }

    /** Notes that Stripe is told of an event now, before it is; empty where it does not wait any more. */
    Optional<MeterEvent> send(Held held, UUID id, MeterAtStripe meter, Instant at) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<MeterEvent> waiting = locked(held, id);
            waiting.ifPresent(row -> row.send(meter, at, clock.instant()));
            return waiting;
        });
    }

    /** What is done is done, whoever has the turn. */
    void told(UUID id, String request) {
        finish(id, (row, now) -> row.finish(request, now));
        metrics.tried("done");
    }

    /**
     * An earlier try has told it.
     *
     * @param request Stripe's id of the one that says so; null for none
     */
    void toldBefore(UUID id, String request) {
        finish(id, (row, now) -> row.finishAgain(request, now));
        metrics.tried("again");
    }

    /** No try so far has told it. */
    void toldNever(Held held, UUID id) {
        change(held, id, (row, now) -> row.forgetTries());
    }

    void record(Held held, UUID id, MeterAnswer answer) {
        switch (answer.what()) {
            case again -> toldBefore(id, answer.requestId());
            case later -> {
                change(held, id, (row, now) -> row.postpone(answer, now));
                metrics.tried("later");
                Log.warnf("The usage %s is told to Stripe later: %s", id, answer.error());
            }
            case refused -> fail(held, id, MeterFailure.refused, answer.code(), answer.error());
        }
    }

    void postpone(Held held, UUID id, String why) {
        record(held, id, MeterAnswer.waiting(why));
    }

    /** What keeps it from being told keeps all of the same customer of Stripe and price. */
    void postponeAll(Held held, MeterEvent like, String why) {
        QuarkusTransaction.requiringNew().run(() -> {
            keep(held);
            new WaitingEvents(like.orgUid, like.live).postpone(like.customerId, like.priceId, why, clock.instant());
        });
        metrics.tried("later");
        Log.warnf(
                "What %s has used is told to Stripe later, of the customer %s and the price %s: %s",
                like.orgId, like.customerId, like.priceId, why);
    }

    /** It is not the time. */
    void postpone(Held held, UUID id, Instant until) {
        change(held, id, (row, now) -> row.nextAt = until);
    }

    /** Nobody can say whether Stripe was told of it. */
    void doubt(Held held, MeterEvent event) {
        String text = "Stripe's sum does not say whether it has counted it.";
        if (event.isDoubtfulForTooLong(clock.instant())) {
            fail(held, event.id, MeterFailure.unknown, null, text);
        } else {
            change(held, event.id, (row, now) -> row.doubt(MeterAnswer.waiting(text), now));
            metrics.tried("later");
        }
    }

    /**
     * Stripe does not charge it, and nobody tries again.
     *
     * @param code Stripe's; null for none
     */
    void fail(Held held, UUID id, MeterFailure why, String code, String text) {
        change(held, id, (row, now) -> {
            row.fail(why, code, text, now);
            Log.logf(
                    why == MeterFailure.after_end ? Logger.Level.INFO : Logger.Level.ERROR,
                    "Stripe does not charge %d units of %s that %s has used, event %s: %s. %s",
                    row.units,
                    row.meter,
                    row.orgId,
                    id,
                    why,
                    text);
        });
        metrics.tried(why.name());
    }

    /** While the turn holds: whoever has it now decides. */
    private void change(Held held, UUID id, BiConsumer<MeterEvent, Instant> change) {
        QuarkusTransaction.requiringNew()
                .run(() -> locked(held, id).ifPresent(row -> change.accept(row, clock.instant())));
    }

    private void finish(UUID id, BiConsumer<MeterEvent, Instant> change) {
        QuarkusTransaction.requiringNew()
                .run(() -> MeterEvent.lockedWaiting(id).ifPresent(row -> change.accept(row, clock.instant())));
    }

    /** Keeps the turn, and locks what still waits. */
    private Optional<MeterEvent> locked(Held held, UUID id) {
        keep(held);
        return MeterEvent.lockedWaiting(id);
    }

    private void keep(Held held) {
        if (!turns.renew(held)) {
            throw new Lost();
        }
    }
}
