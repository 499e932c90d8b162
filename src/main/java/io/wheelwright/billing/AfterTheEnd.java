package io.wheelwright.billing;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.Reasons;
import java.time.Instant;
import java.util.Optional;

/** What is left of access once a subscription has ended: days for export, then nothing, then the day of deletion. */
final class AfterTheEnd {

    private AfterTheEnd() {}

    /** Whether a subscription has ended. */
    static boolean isIt(BillingFacts facts, Instant now) {
        return facts.endsAt() != null && !now.isBefore(facts.endsAt());
    }

    static Verdict cancelled(BillingFacts facts, Instant now) {
        Optional<Instant> day = DeletionDay.of(facts);
        if (day.isEmpty()) {
            return Verdict.settled(
                    Access.ExportOnly, Reasons.CANCELLED, "The subscription has ended: data can still be exported.");
        }
        var lastDays = day.get().minus(DeletionDay.LAST_DAYS);
        return now.isBefore(lastDays)
                ? Verdict.until(
                        lastDays,
                        Access.ExportOnly,
                        Reasons.CANCELLED,
                        "The subscription has ended: export the data before " + lastDays + ".")
                : deletionScheduled(facts, now);
    }

    /** Only who says in so many words that it has ended has it deleted: dates alone take access, never data. */
    static Verdict deletionScheduled(BillingFacts facts, Instant now) {
        var day = DeletionDay.of(facts).orElse(null);
        if (day == null) {
            return Verdict.settled(
                    Access.None,
                    Reasons.DELETION_SCHEDULED,
                    "The subscription has ended and the data will be deleted.");
        }
        if (facts.state() != BillingState.cancelled && facts.state() != BillingState.deletion_scheduled) {
            return Verdict.settled(
                    Access.None,
                    Reasons.DELETION_DOUBTFUL,
                    "The subscription ended at " + facts.endsAt() + ", and the biller still calls it " + facts.state()
                            + ": nothing is deleted.");
        }
        if (facts.state() == BillingState.cancelled && facts.endsAt() == null) {
            return Verdict.settled(
                    Access.None,
                    Reasons.DELETION_DOUBTFUL,
                    "The biller calls the subscription cancelled and states no endsAt: nothing is deleted.");
        }
        return now.isBefore(day)
                ? Verdict.until(
                        day,
                        Access.None,
                        Reasons.DELETION_SCHEDULED,
                        "The subscription has ended and the data will be deleted after " + day + ".")
                : Verdict.settled(
                        Access.None,
                        Reasons.DELETION_DUE,
                        "The subscription has ended; the data was to be kept until " + day + ".");
    }
}
