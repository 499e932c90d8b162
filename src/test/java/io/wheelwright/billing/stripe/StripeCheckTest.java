package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.ApiResource;
import com.stripe.param.WebhookEndpointCreateParams;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.api.v1alpha1.Price;
import io.wheelwright.billing.stripe.StripeCheck.Finding;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of what it has read. */
class StripeCheckTest {

    private static final String URL = "https://hub.example/hub/api/v1/billing/webhook";
    private static final String VERSION = "2026-07-29.dahlia";
    private static final List<String> EVENTS = List.of(
            "checkout.session.completed",
            "customer.subscription.created",
            "customer.subscription.updated",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.resumed",
            "invoice.paid",
            "invoice.payment_action_required",
            "invoice.payment_failed",
            "refund.created",
            "refund.updated",
            "refund.failed",
            "charge.dispute.created",
            "charge.dispute.updated",
            "charge.dispute.closed");

    private static final PlanSpec PLAN = PlanSpecBuilder.builder()
            .id("growth")
            .displayName("Growth")
            .stripePriceId("price_1")
            .price(new Price(2900L, "USD"))
            .build();

    /** Prices for packages of several units, and those in tiers, have no single amount. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "'', 2900",
        "'\"transform_quantity\": {\"divide_by\": 10, \"round\": \"up\"},', ",
        "'\"billing_scheme\": \"tiered\",', "
    })
    void readsWhatOneUnitCosts(String more, BigDecimal amount) {
        String json = """
            {"id": "price_1", "active": true, "currency": "usd", %s "unit_amount": 2900, "unit_amount_decimal": "2900",
            "recurring": {"interval": "month", "interval_count": 1}}
            """.formatted(more);
        PriceFacts price = PriceFacts.of(ApiResource.GSON.fromJson(json, com.stripe.model.Price.class));
        assertThat(price.amount()).isEqualTo(amount);
        assertThat(price.interval()).isEqualTo("month");
    }

    @Test
    void anEndpointThatHearsWhatMattersIsWell() {
        assertThat(endpoints(endpoint(URL, true, VERSION, EVENTS))).containsExactly(Finding.ok);
        assertThat(endpoints(endpoint(URL, true, VERSION, List.of("*")))).containsExactly(Finding.ok);
    }

    /**
     * Whatever could follow from one is looked for in each type of event that the library knows. Those of test clocks are for
     * whoever has some.
     */
    @Test
    void anEndpointThatTheHubMakesIsSentWhatItDoesSomethingAbout() {
        String all = """
            {"id": "evt_1", "type": "%s", "livemode": false, "data": {"object": {"id": "x_1", "subscription": "sub_1"}}}
            """;
        List<String> handled = Stream.of(WebhookEndpointCreateParams.EnabledEvent.values())
                .map(WebhookEndpointCreateParams.EnabledEvent::getValue)
                .filter(type -> !type.startsWith("test_helpers."))
                .filter(type -> StripeEvent.read(all.formatted(type).getBytes(StandardCharsets.UTF_8))
                        .filter(event -> event.arrival(false).state() == EventState.pending)
                        .isPresent())
                .toList();
        assertThat(EndpointFacts.HANDLED).containsExactlyInAnyOrderElementsOf(handled);
        assertThat(EndpointFacts.check(List.of(endpoint(URL, true, VERSION, EndpointFacts.HANDLED)), URL, VERSION))
                .singleElement()
                .satisfies(check -> assertThat(check.finding()).isEqualTo(Finding.ok));
    }

    @Test
    void noneOrOneThatIsOffHasFailed() {
        assertThat(endpoints()).containsExactly(Finding.failed);
        assertThat(endpoints(endpoint("https://elsewhere.example", true, VERSION, EVENTS)))
                .containsExactly(Finding.failed);
        assertThat(endpoints(endpoint(URL, false, VERSION, EVENTS))).containsExactly(Finding.failed);
    }

    @Test
    void whatIsNotSentIsNamed() {
        List<String> fewer = new ArrayList<>(EVENTS);
        fewer.remove("invoice.paid");

        assertThat(EndpointFacts.check(List.of(endpoint(URL, true, VERSION, fewer)), URL, VERSION))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.finding()).isEqualTo(Finding.failed);
                    assertThat(check.message()).contains("invoice.paid").doesNotContain("invoice.payment_failed");
                });
    }

    @Test
    void anotherVersionAndASecondEndpointAreTold() {
        assertThat(endpoints(endpoint(URL, true, null, EVENTS))).containsExactly(Finding.warning);
        assertThat(endpoints(endpoint(URL, true, "2025-03-31.basil", EVENTS))).containsExactly(Finding.warning);
        assertThat(endpoints(endpoint(URL, true, VERSION, EVENTS), endpoint(URL, true, VERSION, EVENTS)))
                .containsExactly(Finding.warning, Finding.ok, Finding.ok);
        assertThat(endpoints(endpoint(URL, true, VERSION, EVENTS), endpoint(URL, false, null, List.of())))
                .as("what is off does not matter")
                .containsExactly(Finding.ok);
    }

    @Test
    void aPriceIsHeldAgainstThePlan() {
        assertThat(price(true, true, 2900L, "usd")).isEqualTo(Finding.ok);
        assertThat(price(true, true, 2901L, "usd")).isEqualTo(Finding.warning);
        assertThat(price(true, true, 2900L, "eur")).isEqualTo(Finding.warning);
        assertThat(price(true, true, null, "usd")).isEqualTo(Finding.warning);
        assertThat(price(false, true, 2900L, "usd")).isEqualTo(Finding.warning);
        assertThat(price(true, false, 2900L, "usd")).isEqualTo(Finding.failed);
    }

    @Test
    void aPlanWhosePriceIsAgreedWithEachCustomerMayCostAnything() {
        PlanSpec custom = PlanSpecBuilder.builder(PLAN).price(null).build();

        assertThat(facts(true, true, 29900L, "usd").check("price", custom).finding())
                .isEqualTo(Finding.ok);
    }

    private static Finding price(boolean active, boolean recurring, Long amount, String currency) {
        return facts(active, recurring, amount, currency).check("price", PLAN).finding();
    }

    private static PriceFacts facts(boolean active, boolean recurring, Long amount, String currency) {
        return new PriceFacts(
                "price_1",
                active,
                amount == null ? null : BigDecimal.valueOf(amount),
                currency,
                recurring ? "month" : null,
                1,
                null,
                false,
                null);
    }

    private static List<Finding> endpoints(EndpointFacts... endpoints) {
        return EndpointFacts.check(List.of(endpoints), URL, VERSION).stream()
                .map(StripeCheck::finding)
                .toList();
    }

    private static EndpointFacts endpoint(String url, boolean enabled, String version, List<String> types) {
        return new EndpointFacts("we_1", url, enabled, version, types);
    }
}
