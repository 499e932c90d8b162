package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.Json;
import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.StripeQuestion;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;

/** As which customer of Stripe an organization pays: as one that it was made, or has bought as. An address says nothing. */
@ApplicationScoped
class Payers {

    private final StripeClient stripe;
    private final StripeAccount account;
    private final Customers customers;
    private final Purchases purchases;
    private final EntityManager database;
    private final Clock clock;

    Payers(
            StripeConnection connection,
            StripeAccount account,
            Customers customers,
            Purchases purchases,
            EntityManager database,
            Clock clock) {
        this.stripe = connection.client();
        this.account = account;
        this.customers = customers;
        this.purchases = purchases;
        this.database = database;
        this.clock = clock;
    }

    /** The one that is known, which may have been deleted at Stripe; a transaction may be open. */
    Optional<String> known(Customer customer) {
        return QuarkusTransaction.joiningExisting().call(() -> purchases
                .living(customer)
                .map(SubscriptionFacts::customer)
                .or(() -> made(customer))
                .or(() -> purchases.of(customer).stream()
                        .max(SubscriptionFacts.RANK)
                        .map(SubscriptionFacts::customer)));
    }

    /** The one that is known and there at Stripe. */
    Optional<String> living(Customer customer) throws StripeException {
        Optional<String> known = known(customer);
        return known.isPresent() && isThere(known.get()) ? known : Optional.empty();
    }

    /** Records that an organization pays as this customer from now on. */
    void remember(String orgId, String orgUid, String customerId) {
        QuarkusTransaction.requiringNew().run(() -> {
            customers.pays(orgUid, customerId);
            database.createNativeQuery("""
                            INSERT INTO stripe_customers (customer_id, org_id, seen_at) VALUES (:customer, :org, :now)
                            ON CONFLICT (customer_id) DO UPDATE SET seen_at = excluded.seen_at
                            """)
                    .setParameter("customer", customerId)
                    .setParameter("org", orgId)
                    .setParameter("now", clock.instant())
                    .executeUpdate();
        });
    }

    private Optional<String> made(Customer customer) {
        return CallEntity.latestDone(customer.uid(), PayerKind.NAME, account.isLive())
                .map(call -> Json.read(call.result, PayerKind.Payer.class).customerId());
    }

    private boolean isThere(String customerId) throws StripeException {
        return StripeQuestion.unlessMissing(() -> stripe.v1().customers().retrieve(customerId))
                .filter(customer -> !Boolean.TRUE.equals(customer.getDeleted()))
                .isPresent();
    }
}
