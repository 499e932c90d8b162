package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.organization.Customer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Why a customer may do what it may, at an instant: if nothing is heard of until then, the same facts decide.
 *
 * @param reason the rule that decides, for software
 * @param message the same for people
 * @param facts what the biller says; null where nobody bills
 * @param deadlines what time alone changes from then on, in order
 * @param subscriptions those at Stripe that name the customer, as they were read last
 * @param calls what was asked of Stripe for it lately, the newest first
 * @param refunds what went back to it lately, the newest first
 * @param disputes the latest of its payments, the newest first
 * @param events the latest of these that are kept, the newest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Explanation(
        String orgId,
        Instant at,
        String access,
        String reason,
        String message,
        boolean suspendedByHand,
        @JsonInclude(JsonInclude.Include.NON_NULL) StatedFacts facts,
        List<Deadline> deadlines,
        List<ReadSubscription> subscriptions,
        List<AskedCall> calls,
        List<PaidBack> refunds,
        List<DisputeView> disputes,
        List<StripeEventView> events) {

    private static final int MOST = 10;

    /** What the customer may do from an instant on, and why. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Deadline(Instant at, String access, String reason, String message) {}

    /**
     * A subscription at Stripe.
     *
     * @param status as Stripe has it
     * @param hold why nothing follows from it; null otherwise
     * @param lookAt when it is read again though nobody tells of a change; null for never
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record ReadSubscription(
            String subscriptionId, String status, Instant readAt, Instant lookAt, String hold, String note) {

        static ReadSubscription of(SubscriptionRow row) {
            return new ReadSubscription(
                    row.subscriptionId,
                    row.status,
                    row.readAt,
                    row.lookAt,
                    row.hold == null ? null : row.hold.name(),
                    row.note);
        }
    }

    /**
     * Something that was asked of Stripe, without what was asked and what came of it.
     *
     * @param finishedAt since when it is done or has failed; null while it waits
     * @param error why it has failed, or why the last try did; null otherwise
     * @param requestId Stripe's id of the last request that it answered; null for none
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record AskedCall(
            UUID callId,
            String kind,
            String state,
            Instant createdAt,
            Instant finishedAt,
            String error,
            String requestId) {}

    /**
     * A refund.
     *
     * @param amount in minor units of the currency
     * @param callId the call that has made it; left out where it was made in Stripe's dashboard
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record PaidBack(
            String refundId,
            String chargeId,
            long amount,
            String currency,
            String reason,
            String status,
            @JsonInclude(JsonInclude.Include.NON_NULL) UUID callId,
            Instant createdAt) {}

    /** What led to where a customer stands, as the components of the same names. */
    record Trail(
            List<ReadSubscription> subscriptions,
            List<AskedCall> calls,
            List<PaidBack> refunds,
            List<DisputeView> disputes,
            List<StripeEventView> events) {}

    /** Of a customer, from whom nothing is taken where it is spared. */
    static Explanation of(Customer customer, boolean spared, Instant at, Trail trail) {
        Entitlement entitlement = customer.entitlement(spared, at);
        return new Explanation(
                customer.orgId(),
                at,
                entitlement.access().name(),
                entitlement.reason(),
                entitlement.message(),
                customer.suspended(),
                StatedFacts.of(customer.billing()),
                deadlines(customer, spared, entitlement),
                trail.subscriptions,
                trail.calls,
                trail.refunds,
                trail.disputes,
                trail.events);
    }

    private static List<Deadline> deadlines(Customer customer, boolean spared, Entitlement first) {
        List<Deadline> deadlines = new ArrayList<>();
        Optional<Instant> next = first.nextChange();
        while (next.isPresent() && deadlines.size() < MOST) {
            Entitlement then = customer.entitlement(spared, next.get());
            deadlines.add(new Deadline(next.get(), then.access().name(), then.reason(), then.message()));
            next = then.nextChange();
        }
        return deadlines;
    }
}
