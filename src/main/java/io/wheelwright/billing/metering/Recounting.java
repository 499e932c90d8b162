package io.wheelwright.billing.metering;

import com.stripe.exception.StripeException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.billing.metering.Neighbors.Known;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Stripe forgets identifiers after a day: what may have been told before is looked for in its own sums, which lag behind.
 */
@ApplicationScoped
class Recounting {

    private final MeterCalls calls;
    private final MeterBook book;
    private final Clock clock;

    Recounting(MeterCalls calls, MeterBook book, Clock clock) {
        this.calls = calls;
        this.book = book;
        this.clock = clock;
    }

    /** Looks for an event, and records what comes of that for it and for those of which the same sum says the same. */
    boolean isMissing(Round round, MeterEvent event) throws StripeException {
        Instant from = earliest(event.firstBookedAt, event.bookedAt).truncatedTo(ChronoUnit.MINUTES);
        Instant to = latest(event.firstBookedAt, event.bookedAt)
                .truncatedTo(ChronoUnit.MINUTES)
                .plus(Duration.ofMinutes(1));
        Neighbors beside = new Neighbors(event, from, to);
        Known before = look(beside);
        if (before.areFresh()) {
            book.postpone(round.held(), event.id, "Stripe's sums are asked an hour after what they may not have yet.");
            return false;
        }
        BigDecimal sum = round.ask(clock, () -> calls.counted(event.meterId, event.customerId, from, to));
        if (!look(beside).equals(before)) {
            book.postpone(round.held(), event.id, "Stripe was told of more while its sums were asked.");
            return false;
        }
        Recount recount = Recount.of(sum, before.done(), event.units, before.uncertain());
        switch (recount) {
            case missing -> all(event, beside).forEach(id -> book.toldNever(round.held(), id));
            case counted -> all(event, beside).forEach(id -> book.toldBefore(id, null));
            case doubtful -> book.doubt(round.held(), event);
        }
        return recount == Recount.missing;
    }

    private Known look(Neighbors beside) {
        return QuarkusTransaction.requiringNew().call(() -> beside.look(clock.instant()));
    }

    private List<UUID> all(MeterEvent event, Neighbors beside) {
        List<UUID> others = QuarkusTransaction.requiringNew().call(() -> beside.asDoubtful(clock.instant()));
        return Stream.concat(Stream.of(event.id), others.stream()).toList();
    }

    private static Instant earliest(Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    private static Instant latest(Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }
}
