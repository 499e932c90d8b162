package io.wheelwright.billing.stripe;

import com.stripe.StripeClient;
import jakarta.enterprise.context.ApplicationScoped;

/** The one connection to Stripe, where there is an account. */
@ApplicationScoped
public class StripeConnection {

    private static final int RETRIES = 1;
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 15_000;

    private final StripeClient client;

    StripeConnection(StripeAccount account) {
        this.client = account.isConfigured() ? client(account) : null;
    }

    /** The client of the account; null where there is none. */
    public StripeClient client() {
        return client;
    }

    private static StripeClient client(StripeAccount account) {
        var builder = StripeClient.builder()
                .setApiKey(account.key())
                .setMaxNetworkRetries(RETRIES)
                .setConnectTimeout(CONNECT_MILLIS)
                .setReadTimeout(READ_MILLIS);
        account.base().map(Object::toString).ifPresent(builder::setApiBase);
        return builder.build();
    }
}
