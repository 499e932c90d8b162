package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a customer of Stripe has there of an organization, and how a checkout session for it looks. */
record CheckoutSessions(StripeClient stripe) {

    private static final long MOST = 100;
    private static final String OPEN = "open";
    private static final String COMPLETE = "complete";
    private static final Set<String> NOT_LIVING = Set.of("incomplete", "incomplete_expired", "canceled");

    /** Whether there is a subscription that has begun and is not over. */
    boolean hasLiving(String payer, String orgId) throws StripeException {
        return stripe
                .v1()
                .subscriptions()
                .list(SubscriptionListParams.builder()
                        .setCustomer(payer)
                        .setLimit(MOST)
                        .build())
                .getData()
                .stream()
                .filter(subscription -> !NOT_LIVING.contains(subscription.getStatus()))
                .anyMatch(subscription -> isOf(orgId, subscription.getMetadata()));
    }

    /** The sessions that can be paid. */
    List<Session> open(String payer, String orgId) throws StripeException {
        return stripe
                .v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder()
                        .setCustomer(payer)
                        .setStatus(SessionListParams.Status.OPEN)
                        .setLimit(MOST)
                        .build())
                .getData()
                .stream()
                .filter(session -> isOf(orgId, session.getMetadata()))
                .toList();
    }

    /** One that was paid meanwhile is not to be expired, and there is nothing more to buy: the call is refused. */
    void expire(Session session) throws StripeException {
        try {
            stripe.v1().checkout().sessions().expire(session.getId());
        } catch (InvalidRequestException e) {
            String status =
                    stripe.v1().checkout().sessions().retrieve(session.getId()).getStatus();
            if (COMPLETE.equals(status)) {
                throw new CallRefused("The organization has just paid in a checkout session.");
            }
            if (OPEN.equals(status)) {
                throw e;
            }
        }
    }

    /** Everything that comes of it carries whose it is. */
    static SessionCreateParams params(CheckoutKind.CheckoutOrder order, String payer, Call call) {
        var subscription = SessionCreateParams.SubscriptionData.builder()
                .putMetadata(SubscriptionFacts.ORGANIZATION, call.orgId())
                .putMetadata(SubscriptionFacts.ORGANIZATION_UID, call.orgUid());
        if (order.trialEnd() != null) {
            subscription.setTrialEnd(order.trialEnd().getEpochSecond());
        }
        var session = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                .setCustomer(payer)
                .setClientReferenceId(call.orgId())
                .setSuccessUrl(order.successUrl())
                .setCancelUrl(order.cancelUrl())
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setPrice(order.price())
                        .setQuantity(1L)
                        .build())
                .putMetadata(SubscriptionFacts.ORGANIZATION, call.orgId())
                .putMetadata(SubscriptionFacts.ORGANIZATION_UID, call.orgUid())
                .putMetadata(Call.ID, call.id().toString())
                .setSubscriptionData(subscription.build());
        order.meterPrices()
                .forEach(price -> session.addLineItem(
                        SessionCreateParams.LineItem.builder().setPrice(price).build()));
        return session.build();
    }

    private static boolean isOf(String orgId, Map<String, String> metadata) {
        return metadata != null && orgId.equals(metadata.get(SubscriptionFacts.ORGANIZATION));
    }
}
