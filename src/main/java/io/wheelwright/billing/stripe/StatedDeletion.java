package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.billing.DeletionDay;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Which day of deletion is stated with the end of a subscription. */
final class StatedDeletion {

    private StatedDeletion() {}

    /**
     * Customers are told of a day, so one that is stated after the same end stays, whoever has set it. One that is new leaves as
     * much time as one after a hold: nobody's data goes because a policy came after the end.
     *
     * @param decided what follows from the subscriptions and the policy
     * @param before what was stated before
     * @return null for none
     */
    static Instant day(BillingFacts decided, BillingFacts before, Instant now) {
        if (isSameEnd(decided, before) && before.deleteAfter() != null) {
            return before.deleteAfter();
        }
        Instant soonest = now.plus(DeletionDay.AFTER_A_HOLD).truncatedTo(ChronoUnit.SECONDS);
        return decided.deleteAfter() == null || decided.deleteAfter().isAfter(soonest)
                ? decided.deleteAfter()
                : soonest;
    }

    private static boolean isSameEnd(BillingFacts decided, BillingFacts before) {
        return decided.state() == BillingState.cancelled
                && (before.state() == BillingState.cancelled || before.state() == BillingState.deletion_scheduled)
                && Objects.equals(decided.endsAt(), before.endsAt());
    }
}
