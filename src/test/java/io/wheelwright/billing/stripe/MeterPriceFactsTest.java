package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.stripe.StripeCheck.Finding;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterPriceFactsTest {

    @ParameterizedTest
    @CsvSource({
        "true, sum, false, , usd, ok",
        "true, sum, false, 1000, usd, ok",
        "true, sum, false, 100, usd, warning",
        "true, sum, true, , usd, warning",
        "true, sum, false, , eur, warning",
        "true, count, false, , usd, failed",
        "true, , false, , usd, failed",
        "true, gone, false, , usd, failed",
        "false, sum, false, , usd, failed"
    })
    void saysWhetherWhatIsUsedIsCharged(
            boolean active, String formula, boolean tiered, Long per, String currency, Finding finding) {
        ProductSpec product = Json.convert(
                Map.of(
                        "displayName",
                        "IoT",
                        "version",
                        "1.0.0",
                        "plans",
                        List.of(Map.of(
                                "id",
                                "starter",
                                "stripePriceId",
                                "price_plan",
                                "price",
                                Map.of("amount", 2900, "currency", "USD"))),
                        "meters",
                        List.of(Map.of("name", "calls", "kind", "counter", "per", 1000, "stripePriceId", "price_1"))),
                ProductSpec.class);

        PriceFacts price = new PriceFacts(
                "price_1", active, BigDecimal.ONE, currency, "month", 1, formula == null ? null : "mtr_1", tiered, per);
        Optional<MeterFacts> measure = Optional.ofNullable(formula)
                .filter(known -> !known.equals("gone"))
                .map(known -> new MeterFacts("mtr_1", known, "stripe_customer_id", "value"));
        StripeCheck check = new MeterPriceFacts(price, measure)
                .check("price", product.meters().get(0), product);

        assertThat(check.finding()).isEqualTo(finding);
        assertThat(check.message()).startsWith("price_1 ");
        assertThat(check.message().contains("of the meter mtr_1, which is not there"))
                .isEqualTo("gone".equals(formula));
    }
}
