package io.wheelwright.billing.metering;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what an organization has used, and says what of that is not charged. */
@ApplicationScoped
class UsageCount {

    private final MeteringTurns turns;
    private final Customers customers;
    private final UsageSplit split;
    private final MeteringMetrics metrics;

    UsageCount(MeteringTurns turns, Customers customers, UsageSplit split, MeteringMetrics metrics) {
        this.turns = turns;
        this.customers = customers;
        this.split = split;
        this.metrics = metrics;
    }

    /**
     * What was done.
     *
     * @param isNews whether it is said for the first time why something waits
     */
    private record Counted(Split split, boolean isNews) {}

    /** Does it; false where something waits. Boundary: what was counted before is told all the same. */
    boolean run(String orgUid) {
        try {
            Counted counted = QuarkusTransaction.requiringNew().call(() -> count(orgUid));
            say(counted);
            return counted.split().isWhole();
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "What the organization %s has used is counted later", orgUid);
            QuarkusTransaction.requiringNew().run(() -> turns.unsure(orgUid, true));
            return false;
        }
    }

    private Counted count(String orgUid) {
        Split done = customers
                .ofUid(orgUid)
                .map(customer -> split.run(customer, turns.isUnsure(orgUid)))
                .orElse(Split.NOTHING);
        boolean changed = turns.unsure(orgUid, !done.isWhole());
        return new Counted(done, changed && !done.isWhole());
    }

    private void say(Counted counted) {
        if (counted.isNews()) {
            Log.warnf(
                    "What %s uses beyond its plan is not charged for now: %s",
                    counted.split().orgId(), counted.split().doubt());
        }
        counted.split().unsold().forEach(unsold -> unsold.say(metrics));
    }
}
