package io.wheelwright.usage;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.Overrides;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.organization.Customer;
import java.util.Map;
import java.util.Optional;

/**
 * Units of meters that are used in a month before anything is charged.
 *
 * @param plan its id; null for none
 * @param promised to the customer, by the name of the meter: goes before what the plan includes
 */
public record IncludedUnits(String plan, Map<String, Limit> promised) {

    private static final Limit NOTHING = Limit.of(0);

    public IncludedUnits {
        promised = Map.copyOf(promised);
    }

    /** Those of a plan, where nothing else was promised. */
    static IncludedUnits ofPlan(String plan) {
        return new IncludedUnits(plan, Map.of());
    }

    /**
     * Those of a spoke. What its organization was promised is not for one that is billed by itself.
     *
     * @param customer its organization; empty while that is not known
     */
    public static IncludedUnits of(Tenant spoke, Optional<Customer> customer) {
        return customer.filter(billed -> !spoke.ownBilling())
                .flatMap(Customer::facts)
                .map(BillingFacts::overrides)
                .map(Overrides::meters)
                .map(promised -> new IncludedUnits(spoke.plan(), promised))
                .orElseGet(() -> ofPlan(spoke.plan()));
    }

    /** How many there are of a meter: none where neither names it. */
    public Limit of(MeterSpec meter) {
        return Optional.ofNullable(promised.get(meter.name()))
                .or(() -> Optional.ofNullable(plan).map(meter.included()::get))
                .orElse(NOTHING);
    }
}
