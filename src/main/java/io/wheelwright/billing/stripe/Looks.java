package io.wheelwright.billing.stripe;

import io.wheelwright.Backoff;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.billing.DeletionDay;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** When a subscription is read again though nobody tells of a change, and what holds when that is in vain. */
final class Looks {

    /** A date acts on what was read this long before it. */
    static final Duration LEAD = Duration.ofMinutes(10);

    private static final Duration AFTER = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration HELD = Duration.ofHours(1);

    /** While Stripe does not answer, each date is looked at ten minutes ahead. */
    static final Duration UNANSWERED = LEAD.plus(AFTER);

    /** What is held is looked at every hour. */
    static final Duration WHILE_HELD = HELD.plus(LEAD);

    private static final Duration REPRIEVE = Duration.ofDays(1);

    private static final Backoff IN_VAIN = new Backoff(Duration.ofMinutes(2), Duration.ofHours(1));

    private Looks() {}

    /** The next one at what is held. */
    static Instant held(Instant now) {
        return now.plus(HELD);
    }

    /**
     * Before each date that changes something, after it, and once a day; never again where nothing can change.
     *
     * @param facts what is stated; null for nothing
     * @param over whether the subscription is
     */
    static Instant next(BillingFacts facts, boolean over, Instant now) {
        Stream<Instant> dates = facts == null ? Stream.empty() : dates(facts);
        return Stream.concat(
                        dates.flatMap(date -> Stream.of(date.minus(LEAD), date.plus(AFTER))), usual(over, now).stream())
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** What lives is looked at once a day, whatever else is known of it. */
    static Optional<Instant> usual(boolean over, Instant now) {
        return over ? Optional.empty() : Optional.of(now.plus(LONGEST));
    }

    /**
     * After a look in vain: each time later, and not past a date that has to be confirmed; every ten minutes at least where one
     * has passed without.
     *
     * @param failures how many there were in a row before this one
     * @param facts what the biller has stated; null for nothing that is at stake
     * @param followed when something has followed from what was read; null for never
     */
    static Instant again(int failures, BillingFacts facts, Instant followed, Instant now) {
        Instant later = now.plus(IN_VAIN.after(failures));
        Instant soonest = now.plus(AFTER);
        Instant confirmed = followed == null ? now : confirmed(followed);
        return (facts == null ? Stream.<Instant>empty() : dates(facts))
                .filter(date -> date.isAfter(now) || date.isAfter(confirmed))
                .map(date -> date.isAfter(now) ? date.minus(LEAD) : now.plus(LEAD))
                .map(lead -> lead.isBefore(soonest) ? soonest : lead)
                .filter(later::isAfter)
                .min(Instant::compareTo)
                .orElse(later);
    }

    /**
     * The same facts, with the dates that are about to take something put off: it is not certain that they still hold.
     *
     * @param before to when dates were put off before, which go along with others; null for never
     * @param ahead how long before its date something is put off: at least until it is looked at again
     */
    static BillingFacts putOff(BillingFacts facts, Instant before, Instant now, Duration ahead) {
        Instant end = now.plus(ahead);
        BillingFacts later = putOff(facts, date -> date.isAfter(now) && date.isBefore(end), reprieve(now));
        return later.equals(facts) ? facts : putOff(later, date -> date.equals(before), reprieve(now));
    }

    /**
     * The same for dates that have passed since, too: whether they held then, nobody has looked. The day of deletion stays, for
     * nothing is destroyed before all subscriptions were compared.
     *
     * @param since up to when dates are known to have held
     */
    static BillingFacts putOffSince(Instant since, BillingFacts facts, Instant now) {
        Instant end = now.plus(UNANSWERED);
        BillingFacts later = putOff(facts, date -> date.isAfter(since) && date.isBefore(end), reprieve(now));
        return BillingFactsBuilder.builder(later)
                .deleteAfter(facts.deleteAfter())
                .build();
    }

    /** Up to when the dates hold that were stated then. */
    static Instant confirmed(Instant followed) {
        return followed.plus(UNANSWERED);
    }

    /** To when something is put off. */
    static Instant reprieve(Instant now) {
        return now.plus(REPRIEVE).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether one of the dates is this one. */
    static boolean states(BillingFacts facts, Instant date) {
        return dates(facts).anyMatch(date::equals);
    }

    private static BillingFacts putOff(BillingFacts facts, Predicate<Instant> which, Instant until) {
        UnaryOperator<Instant> later = date -> date != null && which.test(date) ? until : date;
        BillingHold hold = facts.hold();
        BillingFactsBuilder put = BillingFactsBuilder.builder(facts)
                .deleteAfter(DeletionDay.of(facts).filter(which).isPresent() ? until : facts.deleteAfter())
                .hold(hold == null || hold.until() == null || !which.test(hold.until()) ? hold : hold.putOff(until));
        if (facts.state() != BillingState.cancelled) {
            put.trialEndsAt(later.apply(facts.trialEndsAt()))
                    .fullUntil(later.apply(facts.fullUntil()))
                    .graceEndsAt(later.apply(facts.graceEndsAt()))
                    .endsAt(later.apply(facts.endsAt()));
        }
        return put.build();
    }

    private static Stream<Instant> dates(BillingFacts facts) {
        return Stream.of(
                        facts.trialEndsAt(),
                        facts.fullUntil(),
                        facts.graceEndsAt(),
                        facts.endsAt(),
                        DeletionDay.of(facts).orElse(null),
                        facts.hold() == null ? null : facts.hold().until())
                .filter(Objects::nonNull);
    }
}
