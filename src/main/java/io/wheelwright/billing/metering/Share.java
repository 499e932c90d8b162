package io.wheelwright.billing.metering;

import io.wheelwright.api.v1alpha1.Limit;

/**
 * How the use of a meter in a month is split, in whole units. Each unit is put into one of the three when it is counted, and
 * stays there whatever becomes of the plan.
 *
 * @param covered what the plan included
 * @param waived what came on top of that while no subscription was there to charge it
 * @param overage what came on top of that, and Stripe is told of
 */
record Share(long covered, long waived, long overage) {

    static final Share NONE = new Share(0, 0, 0);

    /** Whether more went beyond what is included than before. */
    boolean isBeyond(Share before) {
        return waived > before.waived || overage > before.overage;
    }

    /** What the plan covers of that, while it is not known what becomes of the rest. */
    Share coveredSince(Share before) {
        return new Share(covered, before.waived, before.overage);
    }

    long used() {
        return covered + waived + overage;
    }

    /**
     * The same once more was used.
     *
     * @param used in the month so far; less than before is as much as before
     * @param included by the plan that holds now
     * @param sold whether a subscription charges what comes on top
     */
    Share grown(long used, Limit included, boolean sold) {
        long growth = Math.max(0, used - used());
        long room = Math.max(0, included.number().orElse(Long.MAX_VALUE) - covered);
        long within = Math.min(growth, room);
        long beyond = growth - within;
        return sold
                ? new Share(covered + within, waived, overage + beyond)
                : new Share(covered + within, waived + beyond, overage);
    }
}
