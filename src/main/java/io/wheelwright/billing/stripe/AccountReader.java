package io.wheelwright.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.WebhookEndpointListParams;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Reads what an account at Stripe sells at, and where it tells of events. */
@ApplicationScoped
public class AccountReader {

    private static final long MOST = 100;

    private final StripeClient stripe;

    AccountReader(StripeConnection connection) {
        this.stripe = connection.client();
    }

    /** The endpoints of the account; Stripe allows fewer than a page. */
    public List<EndpointFacts> endpoints() throws StripeException {
        return stripe
                .v1()
                .webhookEndpoints()
                .list(WebhookEndpointListParams.builder().setLimit(MOST).build())
                .getData()
                .stream()
                .map(EndpointFacts::of)
                .toList();
    }

    /** A price; empty where the account has none of this id. */
    public Optional<PriceFacts> price(String id) throws StripeException {
        return StripeQuestion.unlessMissing(() -> stripe.v1().prices().retrieve(id))
                .map(PriceFacts::of);
    }

    /** The meter that measures what a price is paid for; empty where none does, or that is not there. */
    public Optional<MeterFacts> meter(PriceFacts price) throws StripeException {
        return price.meter() == null
                ? Optional.empty()
                : StripeQuestion.unlessMissing(
                                () -> stripe.v1().billing().meters().retrieve(price.meter()))
                        .map(MeterFacts::of);
    }
}
