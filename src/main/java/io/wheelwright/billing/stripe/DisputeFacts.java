package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingConcern;
import io.wheelwright.api.v1alpha1.ConcernKind;
import io.wheelwright.billing.Terms;
import java.time.Instant;

/**
 * What counts of a dispute, as it was read from Stripe.
 *
 * @param charge the payment that is disputed
 * @param invoice that was paid; null where that is not known
 * @param subscription that was paid; null where that is not known
 * @param paidUntil end of the period that the payment was for; null where that is not known
 * @param amount in minor units of the currency
 * @param currency ISO code, as Stripe writes it
 * @param reason what the bank says, in Stripe's words; null for nothing
 * @param status as Stripe has it
 * @param answerUntil until when evidence is taken; null for never
 */
public record DisputeFacts(
        String id,
        String charge,
        String invoice,
        String subscription,
        Instant paidUntil,
        long amount,
        String currency,
        String reason,
        String status,
        Instant answerUntil,
        Instant createdAt)
        implements Matter {

    DisputeStanding standing() {
        return DisputeStanding.of(status);
    }

    /**
     * Whether it counts for who has this subscription now: nobody has decided yet, whichever subscription was paid; or the
     * present period of it ends within what was paid by what went back. After a change to a shorter interval it still does:
     * Stripe pays the new periods by the credit for the rest of the old one. Which subscription was paid is not known of
     * what was read before the hub kept it: then it counts for any.
     */
    @Override
    public boolean concerns(SubscriptionFacts present) {
        return switch (standing()) {
            case open -> true;
            case lost ->
                (subscription == null || present.id().equals(subscription))
                        && paidUntil != null
                        && present.periodEnd() != null
                        && !present.periodEnd().isAfter(paidUntil);
            case asked, won, unknown -> false;
        };
    }

    @Override
    public BillingConcern under(Terms terms) {
        return new BillingConcern(ConcernKind.disputed, terms.onDispute());
    }
}
