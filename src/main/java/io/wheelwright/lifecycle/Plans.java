package io.wheelwright.lifecycle;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.organization.Customer;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What a customer has by the subscription of the organization: a spoke that has one of its own has no part in it. */
@ApplicationScoped
class Plans {

    private final Fleet fleet;
    private final Products products;

    Plans(Fleet fleet, Products products) {
        this.fleet = fleet;
        this.products = products;
    }

    /** The spokes; none of a customer whose resource was not seen yet. */
    List<Tenant> spokes(Customer customer) {
        return customer.uid() == null
                ? List.of()
                : fleet.tenants(customer.uid()).stream()
                        .filter(spoke -> !spoke.ownBilling())
                        .toList();
    }

    /** The plans of the spokes; of a customer without any, what is known of the one that was bought. */
    List<PlanSpec> of(Customer customer) {
        List<PlanSpec> had = had(customer);
        return had.isEmpty()
                ? customer.facts().map(BillingFacts::plan).stream()
                        .map(Plans::unknown)
                        .toList()
                : had;
    }

    /** The plans of the spokes that are there. */
    List<PlanSpec> had(Customer customer) {
        return spokes(customer).stream().map(this::plan).toList();
    }

    private PlanSpec plan(Tenant spoke) {
        return products.spec(spoke.productId()).stream()
                .flatMap(product -> product.plans().stream())
                .filter(plan -> plan.id().equals(spoke.plan()))
                .findFirst()
                .orElseGet(() -> unknown(spoke.plan()));
    }

    /** Of a plan that its product does not have any more, the id is what is left. */
    private static PlanSpec unknown(String id) {
        return PlanSpecBuilder.builder().id(id).build();
    }
}
