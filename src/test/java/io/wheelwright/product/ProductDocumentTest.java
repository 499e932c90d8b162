package io.wheelwright.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.ProductSpec;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertThat(ProductDocumentWriter.write("cosmetics", ProductDocumentReader.read(wire)))
                .isEqualTo(wire);
    }

    @Test
    void numbersAreLimitsAndBooleansFeatures() {
        ObjectNode spec = ProductDocumentReader.read(Json.read(DOCUMENT, ObjectNode.class));
        var plan = Json.convert(spec, ProductSpec.class).plans().get(0);
        assertThat(plan.limits())
                .containsEntry("maxProducts", Limit.of(100))
                .containsEntry("maxUsers", Limit.UNLIMITED)
                .containsEntry("evaluation_24h", Limit.of(5));
        assertThat(plan.features()).containsEntry("apiAccess", true).containsEntry("customBranding", false);
        assertThat(plan.values()).containsKeys("some_key", "camelKey");
    }

    /** What kubectl applied is the same after somebody reads it over REST and posts it back. */
    @ParameterizedTest
    @MethodSource("names")
    void aLimitAndAFeatureOfAnyNameComeBack(String name) {
        ObjectNode spec = Json.read(DOCUMENT, ObjectNode.class);
        spec = ProductDocumentReader.read(spec);
        ObjectNode plan = (ObjectNode) spec.path("plans").path(0);
        plan.withObjectProperty("limits").put(name, 7);
        plan.withObjectProperty("features").put(name, true);
        assertThat(ProductDocumentReader.read(ProductDocumentWriter.write("cosmetics", spec)))
                .isEqualTo(spec);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameOnTheWireComesBackAsItWas(String name) {
        assertThat(WireNames.across(WireNames.across(name))).isEqualTo(name);
    }

    static Stream<String> names() {
        Random random = new Random(20261121);
        Stream<String> generated = Stream.generate(() -> random.ints(random.nextInt(1, 12), 0, 8)
                        .mapToObj(i -> "aBc_D1_-".substring(i, i + 1))
                        .reduce("", String::concat))
                .limit(200);
        Stream<String> odd = Stream.of(
                "max_users",
                "maxUsers",
                "a__b",
                "_a",
                "A",
                "trailing_",
                "x_1_y",
                "limits",
                "id",
                "trial_days",
                "trialDays",
                "custom_packs",
                "values");
        return Stream.concat(odd, generated).distinct();
    }

    @ParameterizedTest
    @CsvSource({
        "trialDays, plans[0].trialDays is written trial_days",
        "oddOne, 'plans[0].oddOne must be a whole number, \"unlimited\", true or false'"
    })
    void aFieldOfThePlanInTheWrongSpellingIsNoLimit(String field, String message) {
        ObjectNode wire = Json.read(DOCUMENT, ObjectNode.class);
        ((ObjectNode) wire.path("plans").path(0)).put(field, field.equals("trialDays") ? "14" : "odd");
        assertThatThrownBy(() -> ProductDocumentReader.read(wire)).hasMessageContaining(message);
    }

    @Test
    void aLimitThatIsThereTwiceIsRefused() {
        ObjectNode wire = Json.read(DOCUMENT, ObjectNode.class);
        ((ObjectNode) wire.path("plans").path(0)).putObject("limits").put("max_users", 1);
        assertThatThrownBy(() -> ProductDocumentReader.read(wire)).hasMessageContaining("is there twice");
    }
}
