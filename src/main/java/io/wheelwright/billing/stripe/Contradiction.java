package io.wheelwright.billing.stripe;

import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import java.time.Instant;
import java.util.Optional;

/** A subscription that is read with a status to which nothing leads from the one before: nobody believes it, and a person looks. */
final class Contradiction {

    private Contradiction() {}

    /**
     * Holds the subscription as it was if a later read contradicts that, in the transaction that has its row; empty if it may
     * be as it was read.
     *
     * @param sequence number of the read
     */
    static Optional<SubscriptionRow> hold(SubscriptionFacts read, long sequence, Instant now) {
        Optional<SubscriptionRow> held = SubscriptionRow.lockedOf(read.id())
                .filter(row -> row.readSeq < sequence)
                .filter(row -> isOne(row, read));
        held.ifPresent(row -> settle(row, read, now));
        return held;
    }

    /** Of two reads the slower one may tell of before: what is contradicted for the first time is read again at once. */
    private static void settle(SubscriptionRow row, SubscriptionFacts read, Instant now) {
        boolean known = row.hold == Hold.illegal_transition;
        row.settle(decision(row, read), now);
        if (!known) {
            row.lookAt = now;
        }
    }

    /** What a look in vain comes to: a contradiction stays one until the subscription is read as it can be. */
    static Decision unless(SubscriptionRow row, Decision vain) {
        return row.hold == Hold.illegal_transition ? Decision.hold(row.hold, "%s", row.note) : vain;
    }

    /** Why it would be held, without a trace. */
    static Optional<Decision> foreseen(SubscriptionFacts read) {
        return SubscriptionRow.<SubscriptionRow>findByIdOptional(read.id())
                .filter(row -> isOne(row, read))
                .map(row -> decision(row, read));
    }

    /**
     * Has a status that a person knows to be true be the one before, in the caller's transaction, so that the next read
     * contradicts nothing and ends the hold; ends the request where nothing contradicts.
     */
    static void end(String subscriptionId, SubscriptionStatus status) {
        SubscriptionRow row = SubscriptionRow.lockedOf(subscriptionId)
                .filter(known -> known.hold == Hold.illegal_transition)
                .orElseThrow(() -> Problem.of(
                        ProblemType.CONFLICT,
                        "The subscription %s is not held for a status that cannot be: nothing has to be accepted."
                                .formatted(subscriptionId)));
        row.status = status.name();
    }

    private static boolean isOne(SubscriptionRow row, SubscriptionFacts read) {
        return SubscriptionStatus.neverBefore(read.status()).contains(row.status);
    }

    private static Decision decision(SubscriptionRow row, SubscriptionFacts read) {
        return Decision.hold(
                Hold.illegal_transition,
                "%s was %s and is read as %s, to which nothing leads: it counts as it was.",
                row.subscriptionId,
                row.status,
                read.status());
    }
}
