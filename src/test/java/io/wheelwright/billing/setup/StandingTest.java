package io.wheelwright.billing.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.billing.setup.SetupItem.SetupState;
import io.wheelwright.billing.stripe.PriceFacts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingTest {

    @Test
    void nobodyIsToldToTakeThePriceFromAPlanThatSomebodyMayHaveBought() {
        List<SetupItem> items = named(false, true).items(ware(false));
        assertThat(items).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(SetupState.by_hand);
            assertThat(item.message())
                    .contains("of another amount: correct either.", "add another plan", "unknown_price")
                    .doesNotContain("take it from the Product");
        });
        assertThat(named(true, false).items(ware(true)).get(0).message())
                .endsWith("archived: correct either, or take it from the Product and have another one made.");
        assertThat(named(true, true).items(ware(true)).get(0).message()).contains("of a meter that is not there");
    }

    /** As the doctor says: nobody can subscribe at it. */
    @Test
    void aPlanIsNotSoldAtAPriceThatIsPaidOnce() {
        assertThat(named("month").items(ware(false))).singleElement().satisfies(item -> assertThat(item.state())
                .isEqualTo(SetupState.exists));
        assertThat(named((String) null).items(ware(false))).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(SetupState.by_hand);
            assertThat(item.message())
                    .endsWith(
                            "it is paid once: correct the Product, or take it from the Product and have another one made.");
        });
    }

    private static Standing named(boolean meter, boolean active) {
        return named(new PriceFacts(
                "price_1", active, BigDecimal.valueOf(2900), "usd", "month", 1, meter ? "mtr_1" : null, false, null));
    }

    private static Standing named(String interval) {
        return named(new PriceFacts("price_1", true, BigDecimal.valueOf(3900), "usd", interval, 1, null, false, null));
    }

    private static Standing named(PriceFacts price) {
        return new Standing(Optional.of(price), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Ware ware(boolean meter) {
        return new Ware("cosmetics", meter, "/spec/plans/0", "growth", "Growth", 3900, 1, "USD", "price_1");
    }
}
