package io.wheelwright.billing.metering;

import java.math.BigDecimal;

/** What Stripe's own sum says of an event of which it is not known whether Stripe has counted it. */
enum Recount {
    /** It is not there: telling it once more counts it once. */
    missing,
    /** It is there. */
    counted,
    /** The sum has several explanations, or none. */
    doubtful;

    /**
     * Compares.
     *
     * @param sum what Stripe has counted within the time of the event
     * @param known what Stripe surely was told of that, beside the event
     * @param units of the event
     * @param uncertain units of others of which it is not known either
     */
    static Recount of(BigDecimal sum, long known, long units, long uncertain) {
        if (sum.compareTo(BigDecimal.valueOf(known)) == 0) {
            return missing;
        }
        return sum.compareTo(BigDecimal.valueOf(known + units + uncertain)) == 0 ? counted : doubtful;
    }
}
