package io.wheelwright.billing.stripe;

import io.wheelwright.organization.Customer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of the subscriptions that name an organization count for it. What is left over of the other mode, or of an earlier
 * organization of the same name, takes nothing away as long as there is one that counts.
 *
 * @param subscriptions those that count; none where something holds
 * @param hold why nothing can be said; null otherwise
 */
record Counting(List<SubscriptionFacts> subscriptions, Decision hold) {

    /**
     * A subscription that names an organization.
     *
     * @param bound UID of the organization that it was bound to; null for none yet
     * @param refundedUntil end of a period of which all that was paid has gone back; null for none
     */
    record Claim(SubscriptionFacts facts, String bound, Instant refundedUntil) {

        static Claim of(SubscriptionRow row) {
            return new Claim(row.facts(), row.orgUid, row.refundedUntil);
        }

        /** The same as it was read now. */
        Claim as(SubscriptionFacts read) {
            return new Claim(read.after(facts), bound, refundedUntil);
        }

        Optional<RefundedPeriod> refunded() {
            return Optional.ofNullable(refundedUntil).map(until -> new RefundedPeriod(facts.id(), until));
        }
    }

    /**
     * Chooses.
     *
     * @param live the mode of the account
     */
    static Counting of(Customer customer, List<Claim> claims, boolean live) {
        List<Claim> ofTheMode =
                claims.stream().filter(claim -> claim.facts().live() == live).toList();
        if (ofTheMode.isEmpty()) {
            return none(Hold.other_mode, "No subscription of %s is of the mode of the account.", customer.orgId());
        }
        List<SubscriptionFacts> ours = new ArrayList<>();
        List<SubscriptionFacts> doubtful = new ArrayList<>();
        for (Claim claim : ofTheMode) {
            switch (Belonging.of(claim.facts(), claim.bound(), customer)) {
                case ours -> ours.add(claim.facts());
                case another -> {}
                case uncertain -> doubtful.add(claim.facts());
            }
        }
        return doubtful.stream()
                .filter(doubt -> ours.isEmpty() || !doubt.isOver())
                .findFirst()
                .map(doubt -> doubtful(customer, doubt))
                .orElseGet(() -> ours.isEmpty() ? strangers(customer) : new Counting(ours, null));
    }

    private static Counting doubtful(Customer customer, SubscriptionFacts doubt) {
        return none(
                Hold.other_organization,
                "%s is older than the organization %s: state the UID in its metadata, %s=%s.",
                doubt.id(),
                customer.orgId(),
                SubscriptionFacts.ORGANIZATION_UID,
                customer.uid());
    }

    private static Counting strangers(Customer customer) {
        return none(
                Hold.other_organization,
                "The subscription belongs to another organization that was called %s: if it is the present one, state its UID in the metadata, %s=%s.",
                customer.orgId(),
                SubscriptionFacts.ORGANIZATION_UID,
                customer.uid());
    }

    private static Counting none(Hold why, String note, Object... details) {
        return new Counting(List.of(), Decision.hold(why, note, details));
    }
}
