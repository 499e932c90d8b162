package io.wheelwright.billing.payment;

import com.stripe.exception.StripeException;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.Backoff;
import io.wheelwright.Json;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.billing.stripe.StripeAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the calls, one try at a time: takes one, asks Stripe outside of any transaction, and records in a new one what came
 * of it. Several hubs may do so at the same time, and each may die at any line.
 */
@ApplicationScoped
class CallTries {

    /** How long a call is tried since it was sent first. */
    static final Duration LONGEST = Duration.ofDays(3);

    /** By failures in a row, or by what the hub has waited by itself so far: neither lengthens the other. */
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofHours(1));

    /** Until what Stripe has done in spite of a failure can surely be read, where a second time would cost money. */
    private static final Duration UNCERTAIN = Duration.ofMinutes(5);

    private final Map<String, CallKind<?>> kinds;
    private final StripeAccount account;
    private final CallMetrics metrics;
    private final Clock clock;

    CallTries(@All List<CallKind<?>> kinds, StripeAccount account, CallMetrics metrics, Clock clock) {
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(CallKind::name, Function.identity()));
        this.account = account;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * A call whose turn it is.
     *
     * @param refusal that of the call that it comes after; null for none
     */
    private record Turn(Call call, String kind, String request, Refusal refusal) {}

    /**
     * What came of a try.
     *
     * @param result null where it is not done
     * @param refusal null where it is
     * @param isKeySpent whether Stripe has answered with a failure that it keeps under the key
     * @param isOwnWish whether the hub itself does not do it yet
     */
    private record Outcome(Object result, Refusal refusal, boolean isKeySpent, boolean isOwnWish, Deadline deadline) {

        static Outcome done(Object result) {
            return new Outcome(result, null, false, false, Deadline.NONE);
        }

        static Outcome not(Refusal refusal) {
            return not(refusal, false);
        }

        static Outcome not(Refusal refusal, boolean isKeySpent) {
            return new Outcome(null, refusal, isKeySpent, false, Deadline.NONE);
        }

        static Outcome notYet(CallNotYet later) {
            return new Outcome(
                    null, new Refusal(null, null, later.getMessage(), null), false, true, new Deadline(later.until()));
        }

        Outcome by(Instant by) {
            return new Outcome(result, refusal, isKeySpent, isOwnWish, deadline.or(new Deadline(by)));
        }

        /** Whether Stripe may be asked for something else at once. */
        boolean isInNobodysWay() {
            return result != null || isOwnWish || refusal.isFinal();
        }
    }

    /** Tries the one that is due for the longest time; says whether it is worth going on with another at once. */
    boolean next() {
        return take(() -> CallEntity.due(clock.instant(), account.isLive()))
                .map(this::attempt)
                .orElse(false);
    }

    /** Tries this one, if it is its turn. */
    void attempt(UUID id) {
        take(() -> CallEntity.due(id, clock.instant(), account.isLive())).ifPresent(this::attempt);
    }

    private interface Choice {
        Optional<CallEntity> choose();
    }

    private Optional<Turn> take(Choice choice) {
        return QuarkusTransaction.requiringNew().call(() -> choice.choose().map(this::take));
    }

    private Turn take(CallEntity row) {
        row.take(clock.instant());
        CallEntity former = row.afterId == null ? null : CallEntity.findById(row.afterId);
        return new Turn(
                new Call(
                        row.id,
                        row.orgId,
                        row.orgUid,
                        row.createdAt,
                        row.firstSentAt,
                        row.attempts,
                        row.spentKeys,
                        former == null ? null : former.result,
                        new AtomicReference<>(),
                        new AtomicBoolean()),
                row.kind,
                row.request,
                former == null || former.state != CallState.failed ? null : Refusal.because(former));
    }

    /** Says whether to go on with another one. */
    private boolean attempt(Turn turn) {
        Outcome outcome = turn.refusal() == null ? outcome(turn) : Outcome.not(turn.refusal());
        String ended = QuarkusTransaction.requiringNew().call(() -> record(turn, outcome));
        metrics.tried(turn.kind(), ended);
        return outcome.isInNobodysWay();
    }

    /** Boundary to Stripe: a bug in one kind of call holds up no other. */
    private Outcome outcome(Turn turn) {
        try {
            return outcome(kinds.get(turn.kind()), turn);
        } catch (RuntimeException boundary) {
            return failed(turn, boundary);
        }
    }

    private static <Q> Outcome outcome(CallKind<Q> kind, Turn turn) {
        Q request = Json.read(turn.request(), kind.type());
        return outcome(kind, request, turn).by(kind.by(request));
    }

    private static <Q> Outcome outcome(CallKind<Q> kind, Q request, Turn turn) {
        try {
            return ask(kind, request, turn);
        } catch (CallRefused refused) {
            return Outcome.not(new Refusal(CallFailure.refused, null, refused.getMessage(), null));
        } catch (CallNotYet later) {
            return Outcome.notYet(later);
        } catch (RuntimeException boundary) {
            return failed(turn, boundary);
        }
    }

    private static Outcome failed(Turn turn, RuntimeException boundary) {
        Log.errorf(
                boundary, "The call %s (%s) is tried again later", turn.call().id(), turn.kind());
        return Outcome.not(new Refusal(
                null, null, "The hub failed (%s).".formatted(boundary.getClass().getSimpleName()), null));
    }

    private static <Q> Outcome ask(CallKind<Q> kind, Q request, Turn turn) {
        try {
            Optional<Object> before = turn.call().attempt() == 1 ? Optional.empty() : kind.done(request, turn.call());
            return Outcome.done(before.isPresent() ? before.get() : kind.perform(request, turn.call()));
        } catch (StripeException e) {
            Refusal refusal = Refusal.of(e);
            return refusal.isFinal()
                    ? verified(kind, request, turn.call(), refusal)
                    : Outcome.not(refusal, turn.call().asking().get() && StripeAnswer.isKept(e));
        }
    }

    /** The answer to a try of the library's own may have been lost, and the next one refused because it is done. */
    private static <Q> Outcome verified(CallKind<Q> kind, Q request, Call call, Refusal refusal) {
        try {
            return kind.done(request, call).map(Outcome::done).orElseGet(() -> Outcome.not(refusal));
        } catch (StripeException e) {
            Refusal reading = Refusal.of(e);
            return Outcome.not(reading.isFinal() ? refusal : reading);
        }
    }

    /** What is done is done, whoever says so; anything else is for who has the turn to say. */
    private String record(Turn turn, Outcome outcome) {
        Optional<CallEntity> waiting =
                CallEntity.locked(turn.call().id()).filter(row -> row.state == CallState.waiting);
        if (waiting.isEmpty()) {
            return "late";
        }
        CallEntity row = waiting.get();
        Instant now = clock.instant();
        if (outcome.result() != null) {
            row.requestId = turn.call().requestId().get();
            row.finish(outcome.result(), now);
            return "done";
        }
        if (row.attempts != turn.call().attempt()) {
            return "late";
        }
        row.spentKeys += outcome.isKeySpent() ? 1 : 0;
        boolean waits = outcome.isKeySpent() && kinds.get(turn.kind()).movesMoney();
        return refuse(row, outcome, now, waits ? UNCERTAIN : Duration.ZERO);
    }

    private String refuse(CallEntity row, Outcome outcome, Instant now, Duration least) {
        Refusal refusal = outcome.refusal();
        boolean over = !refusal.isFinal() && !row.firstSentAt.plus(LONGEST).isAfter(now);
        Refusal counts = over ? refusal.givenUp() : refusal;
        row.requestId = counts.requestId() == null ? row.requestId : counts.requestId();
        if (!counts.isFinal()) {
            row.ownWaits += outcome.isOwnWish() ? 1 : 0;
            Duration pause = BACKOFF.after((outcome.isOwnWish() ? row.ownWaits : row.attempts - row.ownWaits) - 1);
            row.postpone(
                    counts.code(),
                    counts.error(),
                    outcome.deadline().next(now, pause.compareTo(least) < 0 ? least : pause));
            Log.warnf("The call %s (%s) is tried again later: %s", row.id, row.kind, counts.error());
            return "later";
        }
        row.fail(counts.failure(), counts.code(), counts.error(), now);
        if (counts.failure() == CallFailure.key_reused
                || over
                || kinds.get(row.kind).isOwed()) {
            Log.errorf("The call %s (%s) has failed: %s", row.id, row.kind, counts.error());
        } else {
            Log.infof("The call %s (%s) has failed: %s", row.id, row.kind, counts.code());
        }
        return counts.failure().name();
    }
}
