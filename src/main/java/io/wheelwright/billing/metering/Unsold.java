package io.wheelwright.billing.metering;

import io.quarkus.logging.Log;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Usage beyond the plan of who pays by a subscription that has no price for it: somebody is to look why not.
 *
 * @param month its first day
 */
record Unsold(String orgId, String meter, LocalDate month, long units) {

    /**
     * What there is to be said of a month that was split anew. A subscription that was bought after the month has nothing to
     * do with it, and a meter that is not sold any more may be missing. Who has no subscription any more is told of where
     * what was used before had to wait.
     *
     * @param before how it was split before
     * @param isSold whether the product names a price of the meter
     * @param prices at which it is sold, or was
     * @param waited whether something waited until now
     */
    static Optional<Unsold> of(
            MeteredMonth month, Share before, boolean isSold, List<String> prices, Charging charging, boolean waited) {
        long more = month.waived - before.waived();
        if (more == 0 || !isSold || prices.isEmpty() || charging.isEmpty() && !waited || charging.sells(prices)) {
            return Optional.empty();
        }
        return Optional.of(new Unsold(month.orgId, month.meter, month.begins, more));
    }

    /** Says it. */
    void say(MeteringMetrics metrics) {
        metrics.unsold(units);
        Log.infof(
                "%d units of %s that %s has used beyond its plan in the month of %s are not charged: no subscription of it"
                        + " has a price of the meter",
                units, meter, orgId, month);
    }
}
