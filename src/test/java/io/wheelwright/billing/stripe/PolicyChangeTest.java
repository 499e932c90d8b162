package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.api.v1alpha1.ProductSpecBuilder;
import io.wheelwright.organization.Customer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyChangeTest {

    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final BillingFacts LATE = late(5);

    @Test
    void theFirstDifferenceMayBeAhead() {
        assertThat(change(LATE, late(3)))
                .hasValueSatisfying(change -> assertThat(change.at()).isEqualTo(day(3)))
                .hasValueSatisfying(change -> assertThat(change.from().access()).isEqualTo(Access.ReadOnly))
                .hasValueSatisfying(change -> assertThat(change.to().access()).isEqualTo(Access.None));
        assertThat(change(LATE, late(9)))
                .hasValueSatisfying(change -> assertThat(change.at()).isEqualTo(day(5)))
                .hasValueSatisfying(change -> assertThat(change.to().access()).isEqualTo(Access.ReadOnly));
        BillingFacts full = BillingFactsBuilder.builder(LATE).fullUntil(day(1)).build();
        assertThat(change(LATE, full))
                .hasValueSatisfying(change -> assertThat(change.at()).isEqualTo(NOW))
                .hasValueSatisfying(change -> assertThat(change.to().reason()).isEqualTo("PaymentFailed"));
    }

    @Test
    void whereAccessIsAlwaysTheSameThereIsNone() {
        assertThat(change(LATE, LATE)).isEmpty();
        assertThat(change(null, null)).isEmpty();
        assertThat(PolicyChange.of(customer(true), late(-1), late(-2), false, NOW))
                .isEmpty();
        BillingHold hold = new BillingHold("x", "ada", day(7));
        assertThat(change(
                        BillingFactsBuilder.builder(LATE).hold(hold).build(),
                        BillingFactsBuilder.builder(late(3)).hold(hold).build()))
                .as("both are over when the hold ends")
                .isEmpty();
    }

    @Test
    void aPlannedEndCountsWithTheDayOfDeletionAfterIt() {
        assertThat(change(leaving(null), leaving(32)))
                .hasValueSatisfying(change -> assertThat(change.at()).isEqualTo(day(25)))
                .hasValueSatisfying(change -> assertThat(change.from().reason()).isEqualTo("Cancelled"))
                .hasValueSatisfying(change -> assertThat(change.to().reason()).isEqualTo("DeletionScheduled"));
        assertThat(change(leaving(32), leaving(62)))
                .hasValueSatisfying(change -> assertThat(change.at()).isEqualTo(day(25)))
                .hasValueSatisfying(change -> assertThat(change.to().access()).isEqualTo(Access.ExportOnly));
        assertThat(change(leaving(32), leaving(32))).isEmpty();
    }

    /** The subscription ends in two days. */
    private static BillingFacts leaving(Integer deleted) {
        return BillingFactsBuilder.builder()
                .source("stripe")
                .state(BillingState.active)
                .endsAt(day(2))
                .deleteAfter(deleted == null ? null : day(deleted))
                .build();
    }

    @Test
    void nothingIsTakenFromThoseWhoRunTheHub() {
        assertThat(PolicyChange.of(customer(false), LATE, late(3), true, NOW)).isEmpty();
        Explanation suspended = explained(customer(true), false);
        assertThat(suspended.access()).isEqualTo("ExportOnly");
        assertThat(suspended.deadlines()).isNotEmpty();
        Explanation spared = explained(customer(true), true);
        assertThat(spared.access()).isEqualTo("Full");
        assertThat(spared.reason()).isEqualTo("OwnOrganization");
        assertThat(spared.deadlines()).isEmpty();
    }

    private static Explanation explained(Customer customer, boolean spared) {
        Explanation.Trail none = new Explanation.Trail(List.of(), List.of(), List.of(), List.of(), List.of());
        return Explanation.of(customer, spared, NOW, none);
    }

    @Test
    void aPlanIsReplacedInItsProductAndNotInOneThatHasAnEqualOne() {
        PlanSpec plan =
                PlanSpecBuilder.builder().id("growth").stripePriceId("price_1").build();
        PlanSpec other = PlanSpecBuilder.builder(plan).graceDays(1).build();
        PlanSpec untouched =
                PlanSpecBuilder.builder().id("scale").stripePriceId("price_2").build();
        ProductSpec product = product("Cosmetics", plan, untouched);
        ProductSpec another = product("Iot", plan);
        PriceBook book = PriceBook.with(List.of(product), product, plan, other);
        assertThat(book.plan(List.of("price_1"))).contains(other);
        assertThat(book.plan(List.of("price_2"))).contains(untouched);
        assertThat(PriceBook.of(List.of(another, product)).plan(List.of("price_1")))
                .contains(plan);
        assertThat(PriceBook.with(List.of(another, product), product, plan, other)
                        .plan(List.of("price_1")))
                .as("the price is that of two different plans then")
                .isEmpty();
    }

    private static ProductSpec product(String name, PlanSpec... plans) {
        return ProductSpecBuilder.builder()
                .displayName(name)
                .plans(List.of(plans))
                .build();
    }

    private static Optional<PolicyChange> change(BillingFacts present, BillingFacts other) {
        return PolicyChange.of(customer(false), present, other, false, NOW);
    }

    private static Customer customer(boolean suspended) {
        return new Customer("acme", "uid-1", "Acme", "it@acme.example", NOW, LATE, suspended, false, null, null, null);
    }

    private static BillingFacts late(int days) {
        return BillingFactsBuilder.builder()
                .source("stripe")
                .state(BillingState.past_due)
                .graceEndsAt(day(days))
                .build();
    }

    private static Instant day(int ahead) {
        return NOW.plus(Duration.ofDays(ahead));
    }
}
