package io.wheelwright.billing;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.Reasons;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the biller's facts mean for access, one method a state of a subscription.
 *
 * @param until when time alone changes the verdict
 */
record Verdict(Access access, boolean trial, String reason, String message, Optional<Instant> until) {

    /** Export ends this long before the data is deleted. */
    private static final Duration LAST_DAYS = Duration.ofDays(7);

    static Verdict of(BillingFacts facts, PlanSpec plan, Instant now) {
        if (facts == null) {
            return settled(Access.Full, Reasons.MANUAL, "Access is granted by hand: no biller is at work.");
        }
        if (facts.state() == null) {
            return settled(Access.Full, Reasons.BILLING_UNKNOWN, "The biller states nothing: access stays.");
        }
        return switch (facts.state()) {
            case manual -> untilItEnds(facts, now, manual());
            case trialing -> untilItEnds(facts, now, trialing(facts, plan, now));
            case active -> untilItEnds(facts, now, active(facts));
            case past_due -> untilItEnds(facts, now, pastDue(facts, now));
            case trial_grace -> trialGrace(facts, plan, now);
            case suspended ->
                settled(
                        Access.None,
                        Reasons.UNPAID,
                        "The biller suspended the subscription: a payment brings it back.");
            case cancelled -> over(facts, now) || facts.endsAt() == null ? cancelled(facts, now) : active(facts);
            case deletion_scheduled -> deletionScheduled(facts, now);
        };
    }

    private static Verdict untilItEnds(BillingFacts facts, Instant now, Verdict verdict) {
        if (over(facts, now)) {
            return cancelled(facts, now);
        }
        var end = Optional.ofNullable(facts.endsAt());
        var first = Stream.concat(verdict.until.stream(), end.stream()).min(Comparator.naturalOrder());
        return new Verdict(verdict.access, verdict.trial, verdict.reason, verdict.message, first);
    }

    private static Verdict manual() {
        return settled(Access.Full, Reasons.MANUAL, "Access is granted by hand.");
    }

    private static Verdict active(BillingFacts facts) {
        return facts.endsAt() == null
                ? settled(Access.Full, Reasons.ACTIVE, "The subscription is paid.")
                : until(
                        facts.endsAt(),
                        Access.Full,
                        Reasons.CANCEL_SCHEDULED,
                        "The subscription is paid and ends at " + facts.endsAt() + ".");
    }

    private static Verdict trialing(BillingFacts facts, PlanSpec plan, Instant now) {
        var end = facts.trialEndsAt();
        if (end == null) {
            return trial(Access.Full, Reasons.TRIALING, "The trial is running.", Optional.empty());
        }
        if (!now.isBefore(end)) {
            return trialGrace(facts, plan, now);
        }
        if (facts.endsAt() == null) {
            return trial(Access.Full, Reasons.TRIALING, "The trial runs until " + end + ".", Optional.of(end));
        }
        var last = facts.endsAt().isBefore(end) ? facts.endsAt() : end;
        return trial(Access.Full, Reasons.TRIAL_ENDING, "The trial ends for good at " + last + ".", Optional.of(last));
    }

    private static Verdict trialGrace(BillingFacts facts, PlanSpec plan, Instant now) {
        var end = endOfTrialGrace(facts, plan);
        if (end.isEmpty()) {
            return trial(Access.ReadOnly, Reasons.TRIAL_GRACE, "The trial is over: subscribe to go on.", end);
        }
        return now.isBefore(end.get())
                ? trial(
                        Access.ReadOnly,
                        Reasons.TRIAL_GRACE,
                        "The trial is over: subscribe before " + end.get() + ".",
                        end)
                : settled(Access.None, Reasons.TRIAL_OVER, "The trial is over: a subscription brings the spoke back.");
    }

    private static Optional<Instant> endOfTrialGrace(BillingFacts facts, PlanSpec plan) {
        return Optional.ofNullable(facts.graceEndsAt()).or(() -> Optional.ofNullable(facts.trialEndsAt())
                .map(end -> end.plus(Duration.ofDays(plan.trialGraceDays()))));
    }

    private static Verdict pastDue(BillingFacts facts, Instant now) {
        var end = facts.graceEndsAt();
        if (end == null) {
            return settled(Access.ReadOnly, Reasons.PAYMENT_PAST_DUE, "A payment failed: pay to go on.");
        }
        return now.isBefore(end)
                ? until(end, Access.ReadOnly, Reasons.PAYMENT_PAST_DUE, "A payment failed: pay before " + end + ".")
                : settled(Access.None, Reasons.GRACE_EXPIRED, "A payment failed and the grace ended at " + end + ".");
    }

    private static Verdict cancelled(BillingFacts facts, Instant now) {
        if (facts.deleteAfter() == null) {
            return settled(
                    Access.ExportOnly, Reasons.CANCELLED, "The subscription has ended: data can still be exported.");
        }
        var lastDays = facts.deleteAfter().minus(LAST_DAYS);
        return now.isBefore(lastDays)
                ? until(
                        lastDays,
                        Access.ExportOnly,
                        Reasons.CANCELLED,
                        "The subscription has ended: export the data before " + lastDays + ".")
                : deletionScheduled(facts, now);
    }

    /** Only who says in so many words that it has ended has it deleted: dates alone take access, never data. */
    private static Verdict deletionScheduled(BillingFacts facts, Instant now) {
        var day = facts.deleteAfter();
        if (day == null) {
            return settled(
                    Access.None,
                    Reasons.DELETION_SCHEDULED,
                    "The subscription has ended and the data will be deleted.");
        }
        if (facts.state() != BillingState.cancelled && facts.state() != BillingState.deletion_scheduled) {
            return settled(
                    Access.None,
                    Reasons.DELETION_DOUBTFUL,
                    "The subscription ended at " + facts.endsAt() + ", and the biller still calls it " + facts.state()
                            + ": nothing is deleted.");
        }
        if (facts.state() == BillingState.cancelled && facts.endsAt() == null) {
            return settled(
                    Access.None,
                    Reasons.DELETION_DOUBTFUL,
                    "The biller calls the subscription cancelled and states no endsAt: nothing is deleted.");
        }
        return now.isBefore(day)
                ? until(
                        day,
                        Access.None,
                        Reasons.DELETION_SCHEDULED,
                        "The subscription has ended and the data will be deleted after " + day + ".")
                : settled(
                        Access.None,
                        Reasons.DELETION_DUE,
                        "The subscription has ended; the data was to be kept until " + day + ".");
    }

    private static boolean over(BillingFacts facts, Instant now) {
        return facts.endsAt() != null && !now.isBefore(facts.endsAt());
    }

    private static Verdict trial(Access access, String reason, String message, Optional<Instant> until) {
        return new Verdict(access, true, reason, message, until);
    }

    private static Verdict until(Instant until, Access access, String reason, String message) {
        return new Verdict(access, false, reason, message, Optional.of(until));
    }

    private static Verdict settled(Access access, String reason, String message) {
        return new Verdict(access, false, reason, message, Optional.empty());
    }
}
