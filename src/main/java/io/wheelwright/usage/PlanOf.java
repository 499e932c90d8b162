package io.wheelwright.usage;

import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.license.LicenseIssuer;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a spoke may use: the limits of its license, or of its plan while it has none, and the meters of its product. */
@ApplicationScoped
class PlanOf {

    private final Products products;
    private final LicenseIssuer licenses;

    PlanOf(Products products, LicenseIssuer licenses) {
        this.products = products;
        this.licenses = licenses;
    }

    LimitUses limits(Tenant spoke) {
        Optional<ProductSpec> product = products.spec(spoke.productId());
        List<MeterSpec> meters = product.map(ProductSpec::meters).orElse(List.of());
        Map<String, Limit> limits = licenses.limits(spoke.spokeUid())
                .or(() -> product.flatMap(sold -> plan(sold, spoke.plan())).map(PlanSpec::limits))
                .orElse(Map.of());
        return new LimitUses(spoke.plan(), limits, meters);
    }

    private static Optional<PlanSpec> plan(ProductSpec product, String id) {
        return product.plans().stream().filter(plan -> plan.id().equals(id)).findFirst();
    }
}
