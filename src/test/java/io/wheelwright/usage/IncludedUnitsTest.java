package io.wheelwright.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.MeterKind;
import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.Overrides;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.organization.Customer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncludedUnitsTest {

    private static final MeterSpec TRAFFIC = new MeterSpec(
            "traffic", MeterKind.counter, null, "GB", Map.of("starter", Limit.of(100)), null, 1L, "price_1");

    @Test
    void whatWasPromisedGoesBeforeWhatThePlanIncludes() {
        assertThat(IncludedUnits.of(spoke(false), promised(1000)).of(TRAFFIC)).isEqualTo(Limit.of(1000));
        assertThat(IncludedUnits.of(spoke(false), Optional.empty()).of(TRAFFIC)).isEqualTo(Limit.of(100));
        assertThat(IncludedUnits.of(spoke(true), promised(1000)).of(TRAFFIC))
                .as("billed by itself")
                .isEqualTo(Limit.of(100));
        assertThat(IncludedUnits.ofPlan("growth").of(TRAFFIC)).isEqualTo(Limit.of(0));
        assertThat(IncludedUnits.ofPlan(null).of(TRAFFIC)).isEqualTo(Limit.of(0));
    }

    @Test
    void isWhatTheCustomerIsShown() {
        List<UsageAmount> month = List.of(UsageAmount.counter("traffic", BigDecimal.valueOf(100)));

        assertThat(new LimitUses(IncludedUnits.of(spoke(false), promised(1000)), Map.of(), List.of(TRAFFIC))
                        .of(List.of(), month))
                .extracting(LimitUse::percent)
                .containsExactly(10L);
    }

    private static Tenant spoke(boolean ownBilling) {
        return new Tenant("uid", "spoke", "acme", "org-uid", "iot", "starter", "uid", ownBilling);
    }

    private static Optional<Customer> promised(long traffic) {
        return Optional.of(new Customer(
                "acme",
                "org-uid",
                "Acme",
                "ada@acme.example",
                Instant.EPOCH,
                BillingFactsBuilder.builder()
                        .overrides(new Overrides(Map.of(), Map.of(), Map.of("traffic", Limit.of(traffic)), null))
                        .build(),
                false,
                false,
                null,
                null,
                null));
    }
}
