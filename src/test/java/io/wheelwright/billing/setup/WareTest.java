package io.wheelwright.billing.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.stripe.MeterFacts;
import io.wheelwright.billing.stripe.PriceFacts;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WareTest {

    @Test
    void whatHasNoPriceIsNoWare() {
        List<Ware> wares = Ware.of("iot", product());
        assertThat(wares).extracting(Ware::about).containsExactly("plan starter of iot", "meter api_calls of iot");
        assertThat(wares).extracting(Ware::path).containsExactly("/spec/plans/1", "/spec/meters/1");
        assertThat(wares)
                .extracting(Ware::lookupKey)
                .containsExactly("wheelwright_plan_iot_starter_2900_usd", "wheelwright_meter_iot_api_calls_0.05_usd");
        assertThat(wares.get(1).eventName()).isEqualTo("iot-api_calls");
    }

    @Test
    void thePatchRaisesTheVersionWhereAPlanIsAmongIt() {
        List<Ware> wares = Ware.of("iot", product());
        assertThat(ProductPatch.of("iot", product(), Map.of(wares.get(0), "price_1"))
                        .operations())
                .extracting(operation -> operation.op() + " " + operation.path() + " " + operation.value())
                .containsExactly(
                        "test /spec/plans/1/id starter",
                        "add /spec/plans/1/stripePriceId price_1",
                        "test /spec/version 1.2.9",
                        "replace /spec/version 1.2.10");
        ProductPatch ofMeters = ProductPatch.of("iot", product(), Map.of(wares.get(1), "price_2"));
        assertThat(ofMeters.operations()).hasSize(2);
        assertThat(ofMeters.prices()).containsEntry("meters/api_calls", "price_2");
    }

    @ParameterizedTest
    @CsvSource({
        "2900, 1, 2900",
        "0, 1, 0",
        "50, 1000, 0.05",
        "1, 1000000000, 0.000000001",
        "1000, 1000, 1",
        "3000, 100, 30",
        "7, 8, 0.875"
    })
    void oneUnitCostsExactlyItsShare(long amount, long per, String expected) {
        Ware meter = ware(true, amount, per, "USD");
        assertThat(meter.problem()).isEmpty();
        assertThat(meter.unitAmount().toPlainString()).isEqualTo(expected);
    }

    @Test
    void whatStripeCannotChargeIsSaid() {
        assertThat(ware(true, 10, 3, "USD").problem())
                .hasValueSatisfying(why -> assertThat(why).contains("10 for 3 units"));
        assertThat(ware(false, 2905, 1, "KWD").problem())
                .hasValueSatisfying(why -> assertThat(why).contains("multiples of 10"));
        assertThat(ware(false, 150, 1, "UGX").problem()).isPresent();
        assertThat(ware(false, 2910, 1, "KWD").problem()).isEmpty();
        assertThat(ware(false, 2905, 1, "JPY").problem()).isEmpty();
        assertThat(ware(true, 5, 1, "KWD").problem())
                .as("what a unit costs is not moved by itself")
                .isEmpty();
    }

    @Test
    void aPriceThatNoMeterMeasuresIsNotOneOfAMeter() {
        Ware meter = ware(true, 50, 1000, "USD");
        assertThat(named("mtr_1").items(meter))
                .extracting(SetupItem::state)
                .containsExactly(SetupItem.SetupState.exists);
        assertThat(named(null).items(meter)).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(SetupItem.SetupState.by_hand);
            assertThat(item.message()).contains("not metered");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sum, false, , exists",
        "sum, false, 1000, exists",
        "sum, false, 100, by_hand",
        "sum, true, , by_hand",
        "count, false, , by_hand"
    })
    void aPriceThatChargesOtherwiseThanTheHubTellsIsSaid(
            String formula, boolean tiered, Long per, SetupItem.SetupState state) {
        assertThat(named("mtr_1", formula, tiered, per).items(ware(true, 50, 1000, "USD")))
                .extracting(SetupItem::state)
                .containsExactly(state);
    }

    private static Standing named(String meter) {
        return named(meter, "sum", false, null);
    }

    private static Standing named(String meter, String formula, boolean tiered, Long per) {
        return new Standing(
                Optional.of(new PriceFacts("price_1", true, BigDecimal.TEN, "usd", "month", 1, meter, tiered, per)),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(meter).map(id -> new MeterFacts(id, formula, Standing.CUSTOMER, Standing.VALUE)));
    }

    private static Ware ware(boolean meter, long amount, long per, String currency) {
        return new Ware("iot", meter, "/spec/plans/0", "starter", "IoT", amount, per, currency, null);
    }

    private static ProductSpec product() {
        Map<String, Object> spec = new HashMap<>();
        spec.put("displayName", "IoT");
        spec.put("version", "1.2.9");
        spec.put(
                "plans",
                List.of(
                        Map.of("id", "enterprise"),
                        Map.of("id", "starter", "price", Map.of("amount", 2900, "currency", "USD"))));
        spec.put(
                "meters",
                List.of(
                        Map.of("name", "users", "kind", "gauge"),
                        Map.of(
                                "name",
                                "api_calls",
                                "kind",
                                "counter",
                                "per",
                                1000,
                                "overage",
                                Map.of("amount", 50, "currency", "USD"))));
        return Json.convert(spec, ProductSpec.class);
    }
}
