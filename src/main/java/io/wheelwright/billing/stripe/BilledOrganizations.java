package io.wheelwright.billing.stripe;

import io.wheelwright.erasure.Tombstones;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which organizations pay at Stripe. */
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

    /** That of a subscription; empty where it is not known, names none, or the organization was erased. */
    @Transactional
    public Optional<Billed> ofSubscription(String subscriptionId) {
        return SubscriptionRow.<SubscriptionRow>findByIdOptional(subscriptionId).flatMap(this::billed);
    }

    /** The only one that pays as this customer; empty where there is none, or several do. */
    @Transactional
    public Optional<Billed> ofCustomer(String customerId) {
        Set<Billed> payers = new HashSet<>();
        naming(customerId).forEach(row -> billed(row).ifPresent(payers::add));
        return payers.size() == 1 ? Optional.of(payers.iterator().next()) : Optional.empty();
    }

    /** Whether somebody else than this organization pays, or has paid, as this customer. */
    @Transactional
    public boolean isShared(String customerId, Customer with) {
        return naming(customerId).stream()
                .anyMatch(
                        row -> !row.orgId.equals(with.orgId()) || row.orgUid != null && !row.orgUid.equals(with.uid()));
    }

    /** Whether the hub has read the subscription, whoever it names. */
    @Transactional
    public boolean isKnown(String subscriptionId) {
        return SubscriptionRow.isKnown(subscriptionId);
    }

    /** Whether an organization of this name was erased, and none has come since. */
    @Transactional
    public boolean isErased(String orgId) {
        return tombstones.has(orgId);
    }

    private static List<SubscriptionRow> naming(String customerId) {
        return SubscriptionRow.list("customerId = ?1 and orgId is not null", customerId);
    }

    private Optional<Billed> billed(SubscriptionRow row) {
        return Optional.ofNullable(row.orgId)
                .filter(name -> !tombstones.has(name))
                .map(name -> new Billed(
                        name,
                        row.orgUid == null
                                ? customers.named(name).map(Customer::uid).orElse(null)
                                : row.orgUid));
    }
}
