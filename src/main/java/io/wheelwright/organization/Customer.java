package io.wheelwright.organization;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.billing.Entitlement;
import java.time.Instant;
import java.util.Optional;

/**
 * What decides what becomes of a customer: what its resource says, or is about to, and what only the hub knows.
 *
 * @param uid UID of the organization; null until its resource was seen
 * @param since since when there is the organization
 * @param billing what the biller says; null where nobody bills
 * @param suspended whether a person has suspended it
 * @param guarded whether its resource is protected from deletion
 * @param legalHold the one on it; null for none
 * @param keptUntil until when nothing of it is destroyed since a hold was lifted; null for never
 * @param putOffUntil to when the hub has put a date of the biller off, as it was not certain that it holds; null for never
 */
public record Customer(
        String orgId,
        String uid,
        String name,
        String email,
        Instant since,
        BillingFacts billing,
        boolean suspended,
        boolean guarded,
        LegalHold legalHold,
        Instant keptUntil,
        Instant putOffUntil) {

    /** What the biller says, where somebody bills. */
    public Optional<BillingFacts> facts() {
        return Optional.ofNullable(billing);
    }

    /**
     * What it is entitled to at an instant. What a person says goes over what billing says.
     *
     * @param spared whether nothing is taken from it
     */
    public Entitlement entitlement(boolean spared, Instant now) {
        return entitlement(billing, spared, now);
    }

    /** The same if the biller said this. */
    public Entitlement entitlement(BillingFacts stated, boolean spared, Instant now) {
        Entitlement billed = Entitlement.of(stated, now);
        Entitlement said = suspended ? billed.suspended("The organization is suspended.") : billed;
        return spared ? said.spared() : said;
    }

    /** Whether the biller means this date: nobody is told of one to which something was put off. */
    public boolean isMeant(Instant date) {
        return !date.equals(putOffUntil);
    }

    /** Whether nothing of it is destroyed, whatever the biller says. */
    public boolean isKept() {
        return guarded || legalHold != null;
    }
}
