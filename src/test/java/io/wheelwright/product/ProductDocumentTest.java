package io.wheelwright.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.ProductSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A product is the same on the wire and as a resource. */
class ProductDocumentTest {

    private static final String DOCUMENT = """
            {"product": {"id": "cosmetics", "name": "Cosmetics", "version": "1.2.0", "description": "Labels", "active": true},
             "os": {"version": ">=2.1.0"},
             "packs": [{"name": "@eu/labels", "version": "^1.0.0", "type": "logic", "required": true}],
             "plans": [{"id": "starter", "max_products": 100, "max_users": "unlimited", "evaluation_24h": 5,
                        "api_access": true, "custom_branding": false, "packs": ["required_only"], "custom_packs": false,
                        "trial_days": 14, "trial": {"limits": {"max_users": 2}}, "price": {"amount": 2900, "currency": "USD"},
                        "values": {"some_key": {"other_key": 1}, "camelKey": true}}],
             "upgrade_policy": "Manual",
             "meters": [{"name": "api_calls", "kind": "counter"}]}
            """;

    @Test
    void makesTheRoundTripWithoutLoss() {
        ObjectNode wire = Json.read(DOCUMENT, ObjectNode.class);
        assertThat(ProductDocument.toWire("cosmetics", ProductDocument.toSpec(wire)))
                .isEqualTo(wire);
    }

    @Test
    void numbersAreLimitsAndBooleansFeatures() {
        ObjectNode spec = ProductDocument.toSpec(Json.read(DOCUMENT, ObjectNode.class));
        var plan = Json.convert(spec, ProductSpec.class).plans().get(0);
        assertThat(plan.limits())
                .containsEntry("maxProducts", Limit.of(100))
                .containsEntry("maxUsers", Limit.UNLIMITED)
                .containsEntry("evaluation_24h", Limit.of(5));
        assertThat(plan.features()).containsEntry("apiAccess", true).containsEntry("customBranding", false);
        assertThat(plan.values()).containsKeys("some_key", "camelKey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_users", "evaluation_count_24h", "a__b", "users", "x_1_y", "max_a_b", "trailing_"})
    void namesComeBackAsTheyWere(String wire) {
        assertThat(WireNames.toWire(WireNames.toResource(wire))).isEqualTo(wire);
    }
}
