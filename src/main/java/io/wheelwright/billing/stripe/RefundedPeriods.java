package io.wheelwright.billing.stripe;

import io.wheelwright.billing.stripe.Counting.Claim;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/** Periods of subscriptions of which all that was paid has gone back. */
@ApplicationScoped
public class RefundedPeriods {

    private final Clock clock;

    RefundedPeriods(Clock clock) {
        this.clock = clock;
    }

    /** Whether all that was paid for its current period has gone back, by what was read last; not while it cannot be read. */
    @Transactional
    public boolean has(String subscriptionId) {
        return SubscriptionRow.<SubscriptionRow>findByIdOptional(subscriptionId)
                .filter(row -> !row.isUnread())
                .map(Claim::of)
                .flatMap(claim -> claim.refunded().filter(period -> period.concerns(claim.facts())))
                .isPresent();
    }

    /**
     * Keeps what was read of a subscription that is known, unless a later read is there, and has the customer follow.
     *
     * @param until end of the current period if all that was paid for it has gone back; null otherwise
     * @param sequence number of the read
     */
    @Transactional
    public void keep(String subscriptionId, Instant until, long sequence) {
        SubscriptionRow.lockedOf(subscriptionId)
                .filter(row -> row.refundsSeq < sequence)
                .ifPresent(row -> {
                    row.refundsSeq = sequence;
                    if (!Objects.equals(row.refundedUntil, until)) {
                        row.refundedUntil = until;
                        row.lookAt = clock.instant();
                    }
                });
    }
}
