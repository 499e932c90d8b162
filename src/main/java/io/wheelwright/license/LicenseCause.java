package io.wheelwright.license;

import io.wheelwright.api.v1alpha1.BillingFacts;

/**
 * From what a license follows.
 *
 * @param reason why it grants what it grants; null where nobody noted it
 * @param billingSource who says what is paid; null where nobody bills
 * @param billingRevision number of what was said last; null where nobody bills
 */
public record LicenseCause(String reason, String billingSource, Long billingRevision) {

    /** What billing says. */
    public static LicenseCause of(String reason, BillingFacts facts) {
        return facts == null
                ? new LicenseCause(reason, null, null)
                : new LicenseCause(reason, facts.source(), facts.revision());
    }

    /** The same revision of billing, but for another reason. */
    LicenseCause because(String other) {
        return new LicenseCause(other, billingSource, billingRevision);
    }
}
