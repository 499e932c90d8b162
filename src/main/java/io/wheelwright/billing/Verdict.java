package io.wheelwright.billing;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingConcern;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.ConcernKind;
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
 * @param validUntil until when the access may be relied on by who hears nothing more; empty for without end
 */
record Verdict(
        Access access,
        boolean trial,
        String reason,
        String message,
        Optional<Instant> until,
        Optional<Instant> validUntil) {

    /** How long access is relied on when nothing is heard of another period: a hub that is away stops nobody who pays. */
    private static final Duration PERIOD_SLACK = Duration.ofDays(14);

    private Verdict(Access access, boolean trial, String reason, String message, Optional<Instant> until) {
        this(access, trial, reason, message, until, until);
    }

    static Verdict of(BillingFacts facts, PlanSpec plan, Instant now) {
        if (facts == null) {
            return settled(Access.Full, Reasons.MANUAL, "Access is granted by hand: no biller is at work.");
        }
        if (facts.state() == null) {
            return settled(Access.Full, Reasons.BILLING_UNKNOWN, "The biller states nothing: access stays.")
                    .paid(facts.currentPeriodEnd());
        }
        Verdict billed = billed(facts, plan, now);
        return held(facts, isUnpaidTrial(facts) ? billed.ofATrial() : billed.paid(facts.currentPeriodEnd()), now);
    }

    /** What is left of a trial that nobody has paid for is never more than the trial. */
    private static boolean isUnpaidTrial(BillingFacts facts) {
        return facts.concern() != null && facts.concern().kind() == ConcernKind.trial_unpaid;
    }

    private Verdict ofATrial() {
        return new Verdict(access, true, reason, message, until, validUntil);
    }

    /** The same, relied on for as long as was paid, with a slack for who hears of another period later. */
    private Verdict paid(Instant periodEnd) {
        return periodEnd == null ? this : valid(earliest(validUntil, Optional.of(periodEnd.plus(PERIOD_SLACK))));
    }

    private Verdict valid(Optional<Instant> until) {
        return new Verdict(access, trial, reason, message, this.until, until);
    }

    private static Verdict billed(BillingFacts facts, PlanSpec plan, Instant now) {
        return switch (facts.state()) {
            case manual -> untilItEnds(facts, now, manual());
            case trialing -> untilItEnds(facts, now, trialing(facts, plan, now));
            case active -> untilItEnds(facts, now, concerned(facts, active(facts)));
            case past_due -> untilItEnds(facts, now, concerned(facts, pastDue(facts, now)));
            case trial_grace -> trialGrace(facts, plan, now);
            case suspended -> suspended(facts, now);
            case cancelled ->
                AfterTheEnd.isIt(facts, now) || facts.endsAt() == null
                        ? AfterTheEnd.cancelled(facts, now)
                        : concerned(facts, active(facts));
            case deletion_scheduled -> AfterTheEnd.deletionScheduled(facts, now);
        };
    }

    private static Verdict untilItEnds(BillingFacts facts, Instant now, Verdict verdict) {
        if (AfterTheEnd.isIt(facts, now)) {
            return AfterTheEnd.cancelled(facts, now);
        }
        var first = earliest(verdict.until, Optional.ofNullable(facts.endsAt()));
        return new Verdict(verdict.access, verdict.trial, verdict.reason, verdict.message, first);
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    /** Who is spared for now keeps everything; the limits stay those of a trial for who has one. */
    private static Verdict held(BillingFacts facts, Verdict billed, Instant now) {
        BillingHold hold = facts.hold();
        if (hold == null || hold.hasEnded(now)) {
            return billed;
        }
        Optional<Instant> end = Optional.ofNullable(hold.until());
        if (billed.access == Access.Full) {
            return billed.valid(billed.validUntil.flatMap(last -> end.map(held -> held.isAfter(last) ? held : last)));
        }
        boolean trial =
                billed.trial || facts.state() == BillingState.trialing || facts.state() == BillingState.trial_grace;
        return new Verdict(
                Access.Full,
                trial,
                Reasons.BILLING_HELD,
                "Billing takes nothing %s: %s."
                        .formatted(
                                hold.until() == null ? "for now" : "until " + hold.until(),
                                hold.reason() == null
                                        ? "nobody says why"
                                        : hold.reason().replaceFirst("[.]+$", "")),
                end);
    }

    /** What the policy leaves, where the state leaves more; else it is only told. */
    private static Verdict concerned(BillingFacts facts, Verdict verdict) {
        BillingConcern concern = facts.concern();
        if (concern == null || concern.kind() == null || concern.allows() == null) {
            return verdict;
        }
        boolean takes = concern.allows().compareTo(verdict.access) > 0;
        return takes || verdict.reason.equals(Reasons.ACTIVE)
                ? new Verdict(
                        takes ? concern.allows() : verdict.access,
                        false,
                        reason(concern.kind()),
                        message(concern.kind()),
                        verdict.until)
                : verdict;
    }

    private static String reason(ConcernKind kind) {
        return switch (kind) {
            case disputed -> Reasons.DISPUTE_OPEN;
            case refunded -> Reasons.REFUNDED;
            case collection_paused -> Reasons.COLLECTION_PAUSED;
            case trial_unpaid -> Reasons.TRIAL_UNPAID;
        };
    }

    private static String message(ConcernKind kind) {
        return switch (kind) {
            case disputed -> "A payment of the subscription is disputed.";
            case refunded -> "All that was paid for the present period of the subscription was refunded.";
            case collection_paused -> "Payments of the subscription are not collected for now.";
            case trial_unpaid -> "The trial has ended without a payment method: one brings the subscription back.";
        };
    }

    private static Verdict suspended(BillingFacts facts, Instant now) {
        BillingConcern concern = facts.concern();
        if (!isUnpaidTrial(facts)) {
            return settled(
                    Access.None, Reasons.UNPAID, "The biller suspended the subscription: a payment brings it back.");
        }
        Access left = concern.allows() == null ? Access.None : concern.allows();
        Verdict verdict = new Verdict(left, false, reason(concern.kind()), message(concern.kind()), Optional.empty());
        return left == Access.None ? verdict : untilItEnds(facts, now, verdict);
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
                .map(end -> end.plus(Terms.of(plan, facts.overrides()).trialGrace())));
    }

    private static Verdict pastDue(BillingFacts facts, Instant now) {
        var end = facts.graceEndsAt();
        var full = facts.fullUntil();
        if (full != null && !leavesLess(facts.concern()) && now.isBefore(full) && (end == null || now.isBefore(end))) {
            var last = end == null || full.isBefore(end) ? full : end;
            return until(
                    last,
                    Access.Full,
                    Reasons.PAYMENT_FAILED,
                    "A payment failed: pay before " + last + ", and nothing changes.");
        }
        if (end == null) {
            return settled(Access.ReadOnly, Reasons.PAYMENT_PAST_DUE, "A payment failed: pay to go on.");
        }
        return now.isBefore(end)
                ? until(end, Access.ReadOnly, Reasons.PAYMENT_PAST_DUE, "A payment failed: pay before " + end + ".")
                : settled(Access.None, Reasons.GRACE_EXPIRED, "A payment failed and the grace ended at " + end + ".");
    }

    private static boolean leavesLess(BillingConcern concern) {
        return concern != null && concern.kind() != null && concern.allows() != null && concern.allows() != Access.Full;
    }

    private static Verdict trial(Access access, String reason, String message, Optional<Instant> until) {
        return new Verdict(access, true, reason, message, until);
    }

    static Verdict until(Instant until, Access access, String reason, String message) {
        return new Verdict(access, false, reason, message, Optional.of(until));
    }

    static Verdict settled(Access access, String reason, String message) {
        return new Verdict(access, false, reason, message, Optional.empty());
    }
}
