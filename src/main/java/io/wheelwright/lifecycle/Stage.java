package io.wheelwright.lifecycle;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.billing.Entitlement;
import java.time.Instant;

/** Where a customer stands, as far as it is told by mail. */
enum Stage {
    /** The customer tries the product. */
    trial,
    /** The customer may use the product. */
    active,
    /** A payment has failed, and the customer may use the product for a few days all the same. */
    overdue,
    /** A trial or a payment is overdue, and the customer can only read for a few days. */
    grace,
    /** The instances rest until somebody pays, or says otherwise. */
    suspended,
    /** The subscription has ended. */
    ended;

    static Stage of(Entitlement entitlement) {
        return switch (entitlement.reason()) {
            case Reasons.TRIALING, Reasons.TRIAL_ENDING -> trial;
            case Reasons.PAYMENT_FAILED -> overdue;
            case Reasons.TRIAL_GRACE, Reasons.PAYMENT_PAST_DUE -> grace;
            case Reasons.TRIAL_OVER, Reasons.GRACE_EXPIRED, Reasons.UNPAID, Reasons.SUSPENDED -> suspended;
            case Reasons.CANCELLED, Reasons.DELETION_SCHEDULED, Reasons.DELETION_DOUBTFUL, Reasons.DELETION_DUE ->
                ended;
            case Reasons.MANUAL,
                    Reasons.OWN_ORGANIZATION,
                    Reasons.ACTIVE,
                    Reasons.CANCEL_SCHEDULED,
                    Reasons.BILLING_HELD,
                    Reasons.BILLING_UNKNOWN -> active;
            case Reasons.DISPUTE_OPEN, Reasons.REFUNDED, Reasons.COLLECTION_PAUSED, Reasons.TRIAL_UNPAID ->
                byAccess(entitlement);
            default -> throw new IllegalArgumentException(entitlement.reason());
        };
    }

    /** Whether the subscription has ended, also while a hold spares the customer what follows of that. */
    static boolean hasEnded(BillingFacts facts, Instant now) {
        return of(Entitlement.billed(facts, now)) == ended;
    }

    /** Whether who gets here from there is told that by the mail that asks to confirm the payment. */
    boolean isToldByAsking(Stage from) {
        return from.isGood() && (this == overdue || this == grace);
    }

    private static Stage byAccess(Entitlement entitlement) {
        return switch (entitlement.access()) {
            case Full -> active;
            case ReadOnly -> grace;
            case ExportOnly, None -> suspended;
        };
    }

    /** Whether nothing is the matter. */
    boolean isGood() {
        return this == trial || this == active;
    }

    /** Whether who gets here from there has lost something, has it back, or is about to lose it. */
    boolean isToldAfter(Stage from) {
        return switch (this) {
            case trial, active -> !from.isGood() && from != overdue;
            case overdue, grace, suspended, ended -> true;
        };
    }
}
