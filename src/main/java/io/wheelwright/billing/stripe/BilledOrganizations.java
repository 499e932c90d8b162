package io.wheelwright.billing.stripe;

import io.quarkus.panache.common.Sort;
import io.wheelwright.erasure.Tombstones;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Which organization a customer at Stripe pays for. */
@ApplicationScoped
public class BilledOrganizations {

    private final Customers customers;
    private final Tombstones tombstones;

    BilledOrganizations(Customers customers, Tombstones tombstones) {
        this.customers = customers;
        this.tombstones = tombstones;
    }

    /** An organization that pays: it may be gone, and another one may have its name. */
    public record Billed(String orgId, String orgUid) {}

    /** By its latest subscription; empty where it has none that names an organization, or was erased. */
    @Transactional
    public Optional<Billed> of(String customerId) {
        return SubscriptionRow.<SubscriptionRow>find(
                        "customerId = ?1 and orgId is not null", Sort.descending("readSeq"), customerId)
                .firstResultOptional()
                .filter(row -> !tombstones.has(row.orgId))
                .map(row -> new Billed(
                        row.orgId,
                        row.orgUid == null
                                ? customers.named(row.orgId).map(Customer::uid).orElse(null)
                                : row.orgUid));
    }
}
