package io.wheelwright.billing.setup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.ProductSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.semver4j.Semver;

/**
 * What a Product has to be told: ids of prices, and another version where plans change, whose content is a version's.
 *
 * @param prices price of Stripe by what it is for, such as {@code plans/growth}
 * @param operations the same as JSON Patch (RFC 6902), for kubectl
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ProductPatch(String productId, Map<String, String> prices, List<PatchOperation> operations) {

    /** One operation of a JSON Patch. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PatchOperation(String op, String path, String value) {}

    /**
     * The patch of a product.
     *
     * @param prices the price of each ware that the Product does not name yet
     */
    static ProductPatch of(String productId, ProductSpec spec, Map<Ware, String> prices) {
        List<PatchOperation> operations = new ArrayList<>();
        prices.forEach((ware, price) -> {
            operations.add(new PatchOperation("test", ware.path() + ware.idField(), ware.id()));
            operations.add(new PatchOperation("add", ware.path() + "/stripePriceId", price));
        });
        if (prices.keySet().stream().anyMatch(ware -> !ware.isMeter())) {
            operations.add(new PatchOperation("test", "/spec/version", spec.version()));
            operations.add(new PatchOperation(
                    "replace",
                    "/spec/version",
                    new Semver(spec.version()).nextPatch().toString()));
        }
        Map<String, String> named = new LinkedHashMap<>();
        prices.forEach(
                (ware, price) -> named.put(ware.isMeter() ? "meters/" + ware.id() : "plans/" + ware.id(), price));
        return new ProductPatch(productId, named, List.copyOf(operations));
    }
}
