package io.wheelwright.billing.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.metering.Charging.Sale;
import io.wheelwright.billing.metering.SoldMeters.KnownPrice;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargingTest {

    private static final Instant NOW = Instant.parse("2027-03-10T10:00:00Z");
    private static final LocalDate MARCH = LocalDate.parse("2027-03-01");
    private static final LocalDate FEBRUARY = LocalDate.parse("2027-02-01");
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void theFirstOfSeveralThatSellsTheMeterChargesIt() {
        Charging charging = own(
                subscription("sub_plan", "active", NOW.minusSeconds(60), List.of("price_plan")),
                subscription("sub_usage", "past_due", LONG_AGO, List.of("price_1")));

        assertThat(charging.sale(List.of("price_1"), MARCH, NOW))
                .map(Sale::subscription)
                .map(SubscriptionFacts::id)
                .contains("sub_usage");
        assertThat(doubt(charging, "price_1")).isEmpty();
        assertThat(charging.sale(List.of("price_2"), MARCH, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "active, price_1, true",
        "active, price_former, true",
        "trialing, price_1, true",
        "paused, price_1, true",
        "incomplete, price_1, true",
        "active, , true",
        "active, price_plan, false"
    })
    void whatSeveralChargeToOneCustomerOfStripeIsNotKnown(String status, String price, boolean doubtful) {
        SubscriptionFacts own = subscription("sub_1", "active", LONG_AGO, List.of("price_1"));
        SubscriptionFacts other = subscription("sub_2", status, LONG_AGO, price == null ? null : List.of(price));
        Charging charging = Charging.of(List.of(own), List.of(), List.of(own, other));

        assertThat(doubt(charging, "price_1", "price_former").isPresent()).isEqualTo(doubtful);
        if ("price_1".equals(price)) {
            assertThat(doubt(charging, "price_1", "price_former"))
                    .hasValueSatisfying(why -> assertThat(why).contains("sub_1 and sub_2", "cus_1"));
        }
    }

    @Test
    void oneThatSellsAtTwoPricesOfTheMeterChargesItTwice() {
        assertThat(doubt(
                        own(subscription("sub_1", "active", LONG_AGO, List.of("price_1", "price_former"))),
                        "price_1",
                        "price_former"))
                .isPresent();
    }

    @Test
    void oneOfAnotherCustomerOfStripeChargesNothingOfIt() {
        SubscriptionFacts own = subscription("sub_1", "active", LONG_AGO, List.of("price_1"));
        SubscriptionFacts other = new SubscriptionFacts(
                "sub_2",
                "cus_2",
                "active",
                false,
                "acme",
                "uid",
                LONG_AGO,
                null,
                null,
                null,
                null,
                List.of("price_1"),
                null,
                false,
                null,
                null);

        assertThat(doubt(Charging.of(List.of(own, other), List.of(), List.of(own, other)), "price_1"))
                .isEmpty();
    }

    @Test
    void oneThatMayBeOfAnotherOrganizationMakesItUnknown() {
        SubscriptionFacts restored = subscription("sub_1", "active", LONG_AGO, List.of("price_1"));

        assertThat(doubt(Charging.of(List.of(), List.of(restored), List.of()), "price_1"))
                .isPresent();
        assertThat(doubt(Charging.of(List.of(), List.of(restored), List.of()), "price_2"))
                .isEmpty();
        assertThat(doubt(
                        Charging.of(
                                List.of(),
                                List.of(subscription("sub_1", "trialing", LONG_AGO, List.of("price_1"))),
                                List.of()),
                        "price_1"))
                .isEmpty();
    }

    @Test
    void oneOfWhichTheChargesAreNotKnownMakesItUnknown() {
        assertThat(doubt(
                        own(
                                subscription("sub_1", "active", LONG_AGO, List.of("price_1")),
                                subscription("sub_2", "active", LONG_AGO, null)),
                        "price_1"))
                .isPresent();
        assertThat(doubt(own(subscription("sub_1", "canceled", LONG_AGO, null)), "price_1"))
                .isEmpty();
    }

    @Test
    void noMonthThatWasOverBeforeThePurchaseIsCharged() {
        Charging charging =
                own(subscription("sub_1", "active", Instant.parse("2027-03-02T00:00:00Z"), List.of("price_1")));

        assertThat(charging.sale(List.of("price_1"), FEBRUARY, NOW)).isEmpty();
        assertThat(charging.sale(List.of("price_1"), MARCH, NOW)).isPresent();
        Charging ahead =
                own(subscription("sub_1", "active", Instant.parse("2027-05-02T00:00:00Z"), List.of("price_1")));
        assertThat(ahead.sale(List.of("price_1"), MARCH, NOW))
                .as("by a clock that is ahead")
                .isPresent();
    }

    @Test
    void whoHasBoughtAtAFormerPriceIsChargedAtThat() {
        ProductSpec product = product("price_new", "price_other");
        MeterSpec traffic = product.meters().get(0);
        SoldMeters sold = new SoldMeters(
                product,
                List.of(
                        new KnownPrice("traffic", "price_new", NOW),
                        new KnownPrice("traffic", "price_old", LONG_AGO),
                        new KnownPrice("traffic", "price_other", LONG_AGO)));

        assertThat(sold.prices(traffic, MARCH)).containsExactly("price_new", "price_old");
        Charging charging = own(subscription("sub_1", "active", LONG_AGO, List.of("price_old", "price_plan")));
        assertThat(charging.sale(sold.prices(traffic, MARCH), MARCH, NOW))
                .map(Sale::priceId)
                .contains("price_old");
    }

    @Test
    void formerPricesCountWhereNoneIsNamedNow() {
        ProductSpec product = product(null, "price_other");
        SoldMeters sold = new SoldMeters(product, List.of(new KnownPrice("traffic", "price_old", LONG_AGO)));

        assertThat(sold.prices(product.meters().get(0), MARCH)).containsExactly("price_old");
        assertThat(new SoldMeters(product, List.of()).prices(product.meters().get(0), MARCH))
                .isEmpty();
    }

    @Test
    void isUnsoldWhereNoSubscriptionHasThePriceWhateverItsAge() {
        Charging bought = own(subscription("sub_1", "active", NOW, List.of("price_1")));
        Charging without = own(subscription("sub_1", "active", LONG_AGO, List.of("price_plan")));

        assertThat(unsold(without, true)).map(Unsold::units).contains(7L);
        assertThat(unsold(bought, true)).as("bought after the month").isEmpty();
        assertThat(unsold(without, false)).as("not sold any more").isEmpty();
        assertThat(unsold(own(), true)).as("nobody pays").isEmpty();
        assertThat(unsold(without, true, false, List.of()))
                .as("paid elsewhere, or before it had a price")
                .isEmpty();
    }

    @Test
    void whatHasWaitedUntilNobodyPaysAnyMoreIsSaid() {
        assertThat(unsold(own(), true, true)).map(Unsold::units).contains(7L);
    }

    private static Optional<Unsold> unsold(Charging charging, boolean isSold) {
        return unsold(charging, isSold, false);
    }

    private static Optional<Unsold> unsold(Charging charging, boolean isSold, boolean waited) {
        return unsold(charging, isSold, waited, List.of("price_1"));
    }

    private static Optional<Unsold> unsold(Charging charging, boolean isSold, boolean waited, List<String> prices) {
        MeteredMonth month = new MeteredMonth();
        month.waived = 10;
        return Unsold.of(month, new Share(0, 3, 0), isSold, prices, charging, waited);
    }

    @Test
    void nothingIsChargedOfAMonthThatWasOverBeforeTheMeterHadAPrice() {
        ProductSpec product = product("price_1", "price_2");
        SoldMeters sold = new SoldMeters(product, List.of(new KnownPrice("traffic", "price_1", NOW)));

        assertThat(sold.prices(product.meters().get(0), FEBRUARY)).isEmpty();
        assertThat(sold.prices(product.meters().get(0), MARCH)).containsExactly("price_1");
    }

    private static Charging own(SubscriptionFacts... all) {
        return Charging.of(List.of(all), List.of(), List.of(all));
    }

    private static Optional<String> doubt(Charging charging, String... prices) {
        return charging.doubt(List.of(prices), charging.sale(List.of(prices), MARCH, NOW));
    }

    private static ProductSpec product(String traffic, String storage) {
        Map<String, Object> meter = new HashMap<>(Map.of("name", "traffic", "kind", "counter"));
        meter.put("stripePriceId", traffic);
        return Json.convert(
                Map.of(
                        "displayName",
                        "Metered",
                        "version",
                        "1.0.0",
                        "meters",
                        List.of(meter, Map.of("name", "storage", "kind", "gauge", "stripePriceId", storage))),
                ProductSpec.class);
    }

    private static SubscriptionFacts subscription(String id, String status, Instant createdAt, List<String> prices) {
        return new SubscriptionFacts(
                id, "cus_1", status, false, "acme", "uid", createdAt, null, null, null, null, prices, null, false, null,
                null);
    }
}
