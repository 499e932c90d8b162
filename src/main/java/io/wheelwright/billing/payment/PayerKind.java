package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.StripePage;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Makes an organization a customer of Stripe, where it is none yet. */
@ApplicationScoped
class PayerKind implements CallKind<PayerKind.Contact> {

    static final String NAME = "customer";

    private static final long MOST = 100;

    /** Clocks differ. */
    private static final Duration SLACK = Duration.ofHours(1);

    private final StripeClient stripe;
    private final Payers payers;
    private final Customers customers;

    PayerKind(StripeConnection connection, Payers payers, Customers customers) {
        this.stripe = connection.client();
        this.payers = payers;
        this.customers = customers;
    }

    /** Whom Stripe writes to. */
    record Contact(String name, String email) {}

    /** The customer of Stripe. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Payer(String customerId) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<Contact> type() {
        return Contact.class;
    }

    /** A list is as it is now, other than a search. */
    @Override
    public Optional<Object> done(Contact request, Call call) throws StripeException {
        CustomerListParams.Builder since = CustomerListParams.builder()
                .setLimit(MOST)
                .setCreated(CustomerListParams.Created.builder()
                        .setGte(call.firstSentAt().minus(SLACK).getEpochSecond())
                        .build());
        return StripePage.first(
                        last -> stripe.v1()
                                .customers()
                                .list(since.setStartingAfter(last).build()),
                        one -> call.hasMade(one.getMetadata()))
                .map(made -> remembered(made, call));
    }

    @Override
    public Object perform(Contact request, Call call) throws StripeException {
        Customer customer = call.present(customers);
        Optional<String> there = payers.living(customer);
        if (there.isPresent()) {
            return new Payer(there.get());
        }
        return remembered(
                call.answered(stripe.v1()
                        .customers()
                        .create(
                                CustomerCreateParams.builder()
                                        .setName(request.name())
                                        .setEmail(request.email())
                                        .putMetadata(SubscriptionFacts.ORGANIZATION, call.orgId())
                                        .putMetadata(SubscriptionFacts.ORGANIZATION_UID, call.orgUid())
                                        .putMetadata(Call.ID, call.id().toString())
                                        .build(),
                                call.options())),
                call);
    }

    private Payer remembered(com.stripe.model.Customer made, Call call) {
        payers.remember(call.orgId(), call.orgUid(), made.getId());
        return new Payer(made.getId());
    }
}
