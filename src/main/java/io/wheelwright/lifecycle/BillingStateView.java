package io.wheelwright.lifecycle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.billing.BillingHoldView;
import io.wheelwright.billing.ConcernView;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.organization.Customer;
import java.time.Instant;

/**
 * What the biller says of an organization, and what follows from it now.
 *
 * @param source the biller; null where nobody bills
 * @param overrides what was promised beside the plan; left out for nothing
 * @param deletionAt the day that counts of that, after a hold and without a legal one; left out where nothing is deleted
 * @param fullUntil until when everything works after a failed payment; left out for no such days
 * @param concern what is the matter beside the state; left out for nothing
 * @param hold until when billing takes nothing; left out where there was never one
 * @param access what the customer may do
 * @param reason why, for software
 * @param message why, for people
 * @param nextChange when time alone changes that; null where it does not
 */
@JsonNaming(SnakeCaseStrategy.class)
public record BillingStateView(
        String orgId,
        String source,
        long revision,
        String state,
        String plan,
        String planVersion,
        @JsonInclude(JsonInclude.Include.NON_NULL) Promises overrides,
        Instant currentPeriodEnd,
        Instant trialEndsAt,
        Instant graceEndsAt,
        Instant endsAt,
        Instant deleteAfter,
        @JsonInclude(JsonInclude.Include.NON_NULL) Instant deletionAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) Instant fullUntil,
        @JsonInclude(JsonInclude.Include.NON_NULL) ConcernView concern,
        @JsonInclude(JsonInclude.Include.NON_NULL) BillingHoldView hold,
        String access,
        String reason,
        String message,
        Instant nextChange) {

    /** Where nobody bills, access is granted by hand. */
    private static final BillingFacts NOBODY_BILLS = BillingFactsBuilder.builder()
            .state(BillingState.manual)
            .revision(0L)
            .build();

    static BillingStateView of(Customer customer, boolean spared, Instant now) {
        BillingFacts facts = customer.facts().orElse(NOBODY_BILLS);
        var entitlement = Standing.of(customer, spared, now).entitlement();
        return new BillingStateView(
                customer.orgId(),
                facts.source(),
                BillingClaim.revision(facts),
                facts.state() == null ? null : facts.state().name(),
                facts.plan(),
                facts.planVersion(),
                Promises.of(facts.overrides()),
                facts.currentPeriodEnd(),
                facts.trialEndsAt(),
                facts.graceEndsAt(),
                facts.endsAt(),
                facts.deleteAfter(),
                spared ? null : Standing.deletion(customer).orElse(null),
                facts.fullUntil(),
                ConcernView.of(facts.concern()),
                BillingHoldView.of(facts.hold()),
                entitlement.access().name(),
                entitlement.reason(),
                entitlement.message(),
                entitlement.nextChange().orElse(null));
    }
}
