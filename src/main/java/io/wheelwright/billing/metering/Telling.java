package io.wheelwright.billing.metering;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.billing.metering.MeterAnswer.Onward;
import io.wheelwright.billing.metering.MeteringTurns.Held;
import io.wheelwright.billing.metering.UsageCount.Counted;
import io.wheelwright.billing.stripe.StripeAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Counts what organizations have used, and tells Stripe, one organization at a time. Several hubs may do so. */
@ApplicationScoped
class Telling {

    /** Until it may be known what a subscription charges, and after a failure of the hub's own. */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    /** Others wait meanwhile. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Who is in trouble, or has much to tell, is not the one that is due for the longest time ever after. */
    private static final Duration BREATH = Duration.ofSeconds(10);

    /** More are not told in a turn. */
    private static final int MOST = 500;

    private final MeteringTurns turns;
    private final UsageCount count;
    private final MeterTries tries;
    private final StripeAccount account;
    private final Clock clock;

    Telling(MeteringTurns turns, UsageCount count, MeterTries tries, StripeAccount account, Clock clock) {
        this.turns = turns;
        this.count = count;
        this.tries = tries;
        this.account = account;
        this.clock = clock;
    }

    /**
     * What came of a turn.
     *
     * @param counted what came of counting; failed where that is not known
     * @param onward who may be tried next
     */
    record Turned(Counted counted, Onward onward) {}

    /** Does it for whom it is due; says whether it is worth going on with another one at once. */
    boolean next() {
        return turns.next()
                .map(held ->
                        run(Round.ofDue(held, clock.instant().plus(LONGEST))).onward() != Onward.nobody)
                .orElse(false);
    }

    /** Boundary: what goes wrong with one organization delays that one. */
    Turned run(Round round) {
        Held held = round.held();
        try {
            Counted counted = count.run(held.orgUid());
            Onward onward = tell(round);
            turns.end(held, next(held, counted));
            return new Turned(counted, onward);
        } catch (MeterBook.Lost elsewhere) {
            return new Turned(Counted.failed, Onward.others);
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "What the organization %s has used is told to Stripe later", held.orgUid());
            turns.end(held, clock.instant().plus(PAUSE));
            return new Turned(Counted.failed, Onward.others);
        }
    }

    private Onward tell(Round round) {
        for (UUID id : QuarkusTransaction.requiringNew().call(() -> waiting(round))) {
            Onward onward = tries.attempt(round, id);
            if (onward != Onward.same) {
                return onward;
            }
        }
        return Onward.others;
    }

    private List<UUID> waiting(Round round) {
        WaitingEvents events = waiting(round.held());
        Instant now = clock.instant();
        return round.ends() == null ? events.due(now, MOST) : events.of(round.ends(), now, MOST);
    }

    private WaitingEvents waiting(Held held) {
        return new WaitingEvents(held.orgUid(), account.isLive());
    }

    /** When there is something to do again, which is not at once where Stripe has just not taken it. */
    private Instant next(Held held, Counted counted) {
        Instant now = clock.instant();
        Optional<Instant> waiting = QuarkusTransaction.requiringNew()
                .call(() -> waiting(held).next())
                .map(at -> at.isBefore(now.plus(BREATH)) ? now.plus(BREATH) : at);
        return Stream.of(waiting, counted == Counted.all ? Optional.<Instant>empty() : Optional.of(now.plus(PAUSE)))
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
