package io.wheelwright.billing.metering;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

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

    /** What came of it. */
    enum Counted {
        /** All that was used is counted. */
        all,
        /** What goes beyond the plan waits, as it is not known what charges it. */
        doubtful,
        /** The hub has failed: nobody knows what was used. */
        failed
    }

    /** Does it. Boundary: what was counted before is told all the same. */
    Counted run(String orgUid) {
        try {
            Optional<Split> done = QuarkusTransaction.requiringNew().call(() -> count(orgUid));
            done.ifPresent(said -> said.unsold().forEach(unsold -> unsold.say(metrics)));
            return counted(done);
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "What the organization %s has used is counted later", orgUid);
            QuarkusTransaction.requiringNew().run(() -> turns.note(orgUid, Counted.failed));
            return Counted.failed;
        }
    }

    private Optional<Split> count(String orgUid) {
        Optional<Split> done = customers.ofUid(orgUid).map(customer -> split.run(customer, turns.isUnsure(orgUid)));
        if (turns.note(orgUid, counted(done))) {
            done.filter(part -> !part.isWhole())
                    .ifPresent(part -> Log.warnf(
                            "What %s uses beyond its plan is not charged for now: %s", part.orgId(), part.doubt()));
        }
        return done;
    }

    /** Of an organization that is gone there is nothing to count. */
    private static Counted counted(Optional<Split> done) {
        return done.map(Split::isWhole).orElse(true) ? Counted.all : Counted.doubtful;
    }
}
