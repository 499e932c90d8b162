package io.wheelwright.billing.stripe;

import com.stripe.model.billing.Meter;

/**
 * A meter at Stripe.
 *
 * @param formula by which it counts
 * @param customerKey under which name an event says who has used
 * @param valueKey under which name an event says how much
 */
public record MeterFacts(String id, String formula, String customerKey, String valueKey) {

    /** The one formula by which it adds up what it is told of. */
    private static final String SUM = "sum";

    /** As Stripe has it; empty where it does not say. */
    public static MeterFacts of(Meter meter) {
        return new MeterFacts(
                meter.getId(),
                meter.getDefaultAggregation() == null
                        ? ""
                        : String.valueOf(meter.getDefaultAggregation().getFormula()),
                meter.getCustomerMapping() == null
                        ? ""
                        : String.valueOf(meter.getCustomerMapping().getEventPayloadKey()),
                meter.getValueSettings() == null
                        ? ""
                        : String.valueOf(meter.getValueSettings().getEventPayloadKey()));
    }

    /** Whether it adds up what it is told of. */
    public boolean addsUp() {
        return SUM.equals(formula);
    }
}
