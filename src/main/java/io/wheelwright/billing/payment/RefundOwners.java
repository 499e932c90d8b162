package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.Refund;
import com.stripe.model.Subscription;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.billing.stripe.BilledOrganizations;
import io.wheelwright.billing.stripe.BilledOrganizations.Billed;
import io.wheelwright.billing.stripe.NotYet;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Whose a refund is: several organizations may pay as one customer of Stripe. */
@ApplicationScoped
class RefundOwners {

    private final StripeClient stripe;
    private final BilledOrganizations organizations;

    RefundOwners(StripeConnection connection, BilledOrganizations organizations) {
        this.stripe = connection.client();
        this.organizations = organizations;
    }

    /**
     * Who has asked this hub for it; else whose subscription was paid; else who pays as the customer, where that is clear.
     *
     * @param invoice that was paid; null for none
     * @param customer of Stripe; null for none
     * @return empty for a refund that is none of this hub's
     * @throws NotYet where the subscription names an organization, and this hub has not read it yet
     */
    Optional<Billed> of(Refund refund, String invoice, String customer) throws StripeException {
        Optional<Billed> asked = call(refund).flatMap(RefundOwners::who);
        if (asked.isPresent()) {
            return asked;
        }
        return ofPayment(
                invoice == null
                        ? Optional.empty()
                        : Optional.of(stripe.v1().invoices().retrieve(invoice)),
                customer);
    }

    /**
     * Whose subscription was paid; else who pays as the customer, where that is clear.
     *
     * @param invoice that was paid; empty for none
     * @param customer of Stripe; null for none
     * @return empty for a payment that is none of this hub's
     * @throws NotYet where the subscription names an organization, and this hub has not read it yet
     */
    Optional<Billed> ofPayment(Optional<Invoice> invoice, String customer) throws StripeException {
        Optional<String> subscription = invoice.flatMap(RefundOwners::subscription);
        if (subscription.isPresent()) {
            return ofSubscription(subscription.get());
        }
        return customer == null ? Optional.empty() : organizations.ofCustomer(customer);
    }

    /** The call that has made it; empty where it was made in Stripe's dashboard. */
    static Optional<UUID> call(Refund refund) {
        try {
            return Optional.ofNullable(RefundCalls.metadata(refund).get(Call.ID))
                    .map(UUID::fromString);
        } catch (IllegalArgumentException byHand) {
            return Optional.empty();
        }
    }

    private static Optional<Billed> who(UUID call) {
        return QuarkusTransaction.requiringNew().call(() -> CallEntity.<CallEntity>findByIdOptional(call)
                .map(row -> new Billed(row.orgId, row.orgUid)));
    }

    /** The subscription that an invoice is for. */
    static Optional<String> subscription(Invoice invoice) {
        return Optional.ofNullable(invoice.getParent())
                .map(Invoice.Parent::getSubscriptionDetails)
                .map(Invoice.Parent.SubscriptionDetails::getSubscription);
    }

    /** One that names no organization is somebody else's; what the hub knows counts before that. */
    private Optional<Billed> ofSubscription(String id) throws StripeException {
        Optional<Billed> known = organizations.ofSubscription(id);
        if (known.isEmpty() && !organizations.isKnown(id)) {
            Subscription unknown = stripe.v1().subscriptions().retrieve(id);
            String name =
                    unknown.getMetadata() == null ? null : unknown.getMetadata().get(SubscriptionFacts.ORGANIZATION);
            if (name != null && !organizations.isErased(name)) {
                throw new NotYet("Its subscription %s is not read yet.".formatted(id));
            }
        }
        return known;
    }
}
