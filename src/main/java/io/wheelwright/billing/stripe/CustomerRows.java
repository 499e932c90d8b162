package io.wheelwright.billing.stripe;

import io.quarkus.hibernate.orm.panache.Panache;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** For which organizations the customers of Stripe pay, by what their subscriptions name. */
final class CustomerRows {

    private CustomerRows() {}

    /**
     * Takes over what these name, after their own rows were taken and in one order, so that of two who want the same rows none
     * waits for the other for ever. Where those of one customer name several organizations, the last one counts.
     */
    static void take(List<SubscriptionFacts> read, Instant now) {
        Map<String, String> organizations = new TreeMap<>();
        read.stream()
                .filter(facts -> facts.orgId() != null)
                .forEach(facts -> organizations.put(facts.customer(), facts.orgId()));
        organizations.forEach((customer, organization) -> Panache.getEntityManager()
                .createNativeQuery("""
                        INSERT INTO stripe_customers (customer_id, org_id, seen_at) VALUES (:customer, :org, :now)
                        ON CONFLICT (customer_id) DO UPDATE SET org_id = excluded.org_id, seen_at = excluded.seen_at
                        """)
                .setParameter("customer", customer)
                .setParameter("org", organization)
                .setParameter("now", now)
                .executeUpdate());
    }
}
