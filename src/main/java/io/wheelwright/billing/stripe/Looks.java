package io.wheelwright.billing.stripe;

import io.wheelwright.Backoff;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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

    /** Before each date that changes something, after it, and once a day; never again where nothing can change. */
    static Instant next(Decision decision, boolean over, Instant now) {
        if (decision.hold() != null) {
            return now.plus(HELD);
        }
        Instant usual = over ? null : now.plus(LONGEST);
        if (decision.facts() == null) {
            return usual;
        }
        return Stream.concat(
                        dates(decision.facts()).flatMap(date -> Stream.of(date.minus(LEAD), date.plus(AFTER))),
                        Stream.ofNullable(usual))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /**
     * After a look in vain: each time later, and not past a date that has to be confirmed.
     *
     * @param failures how many there were in a row before this one
     * @param facts what the biller has stated; null for nothing that is at stake
     */
    static Instant again(int failures, BillingFacts facts, Instant now) {
        Instant later = now.plus(IN_VAIN.after(failures));
        Instant soonest = now.plus(AFTER);
        return (facts == null ? Stream.<Instant>empty() : dates(facts))
                .filter(now::isBefore)
                .map(date -> date.minus(LEAD))
                .map(lead -> lead.isBefore(soonest) ? soonest : lead)
                .filter(later::isAfter)
                .min(Instant::compareTo)
                .orElse(later);
    }

    /**
     * The same facts, with the dates that are about to take something put off: it is not certain that they still hold.
     *
     * @param ahead how long before its date something is put off: at least until it is looked at again
     */
    static BillingFacts putOff(BillingFacts facts, Instant now, Duration ahead) {
        Instant until = now.plus(REPRIEVE);
        BillingFactsBuilder later =
                BillingFactsBuilder.builder(facts).deleteAfter(putOff(facts.deleteAfter(), until, now, ahead));
        if (facts.state() != BillingState.cancelled) {
            later.trialEndsAt(putOff(facts.trialEndsAt(), until, now, ahead))
                    .graceEndsAt(putOff(facts.graceEndsAt(), until, now, ahead))
                    .endsAt(putOff(facts.endsAt(), until, now, ahead));
        }
        return later.build();
    }

    private static Instant putOff(Instant date, Instant until, Instant now, Duration ahead) {
        return date != null && date.isAfter(now) && date.isBefore(now.plus(ahead)) ? until : date;
    }

    private static Stream<Instant> dates(BillingFacts facts) {
        return Stream.of(facts.trialEndsAt(), facts.graceEndsAt(), facts.endsAt(), facts.deleteAfter())
                .filter(Objects::nonNull);
    }
}
