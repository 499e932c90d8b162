package io.wheelwright.usage;

import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.license.LicenseIssuer;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a spoke may use: the limits of its license, or of its plan while it has none, and the meters of its product. */
@ApplicationScoped
class PlanOf {

    private final Products products;
    private final LicenseIssuer licenses;
    private final Customers customers;

    PlanOf(Products products, LicenseIssuer licenses, Customers customers) {
        this.products = products;
        this.licenses = licenses;
        this.customers = customers;
    }

    LimitUses limits(Tenant spoke) {
        return limits(List.of(spoke)).get(spoke.spokeUid());
    }

    /** By UID of the spoke; each product is looked at once. */
    Map<String, LimitUses> limits(Collection<Tenant> spokes) {
        Map<String, Map<String, Limit>> granted =
                licenses.limits(spokes.stream().map(Tenant::spokeUid).toList());
        Map<String, Customer> billed =
                customers.ofUids(spokes.stream().map(Tenant::orgUid).toList());
        Map<String, Optional<ProductSpec>> sold = new HashMap<>();
        Map<String, LimitUses> limits = new HashMap<>();
        for (Tenant spoke : spokes) {
            limits.put(
                    spoke.spokeUid(),
                    limits(
                            spoke,
                            IncludedUnits.of(spoke, Optional.ofNullable(billed.get(spoke.orgUid()))),
                            sold.computeIfAbsent(spoke.productId(), products::spec),
                            Optional.ofNullable(granted.get(spoke.spokeUid()))));
        }
        return limits;
    }

    private static LimitUses limits(
            Tenant spoke, IncludedUnits included, Optional<ProductSpec> product, Optional<Map<String, Limit>> granted) {
        List<MeterSpec> meters = product.map(ProductSpec::meters).orElse(List.of());
        Map<String, Limit> limits = granted.or(
                        () -> product.flatMap(sold -> plan(sold, spoke.plan())).map(PlanSpec::limits))
                .orElse(Map.of());
        return new LimitUses(included, limits, meters);
    }

    private static Optional<PlanSpec> plan(ProductSpec product, String id) {
        return product.plans().stream().filter(plan -> plan.id().equals(id)).findFirst();
    }
}
