package io.wheelwright.billing;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingHold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * From when on the data of a customer may be deleted. Who was held past the end could not know of it: that is two weeks after
 * the hold at the earliest, a week to export, and the last days.
 */
public final class DeletionDay {

    /** Export ends this long before the data is deleted. */
    static final Duration LAST_DAYS = Duration.ofDays(7);

    /** Nothing is deleted before this long after a hold that lasted past the end. */
    public static final Duration AFTER_A_HOLD = LAST_DAYS.multipliedBy(2);

    private DeletionDay() {}

    /**
     * The day that counts of the one that the biller has stated, whether or not its state means one; empty where none is
     * stated.
     *
     * @param facts what the biller says; null where nobody bills
     */
    public static Optional<Instant> of(BillingFacts facts) {
        if (facts == null || facts.deleteAfter() == null) {
            return Optional.empty();
        }
        Instant day = facts.deleteAfter();
        return Optional.of(heldPastTheEnd(facts)
                .map(until -> until.plus(AFTER_A_HOLD))
                .filter(day::isBefore)
                .orElse(day));
    }

    private static Optional<Instant> heldPastTheEnd(BillingFacts facts) {
        return Optional.ofNullable(facts.hold())
                .map(BillingHold::until)
                .filter(until -> facts.endsAt() == null || until.isAfter(facts.endsAt()));
    }
}
