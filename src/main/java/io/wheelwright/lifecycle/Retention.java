package io.wheelwright.lifecycle;

import io.wheelwright.api.v1alpha1.PlanSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.stream.Stream;

/** For how long the data of a customer is kept after the end, where nobody says otherwise. */
final class Retention {

    private static final int AFTER_A_TRIAL = 7;
    private static final int USUAL = 30;
    private static final int OF_AN_OLD_CUSTOMER = 90;
    private static final int OF_THE_FIRST_RANK = 180;
    private static final int MONTHS_TO_BE_OLD = 6;

    private Retention() {}

    /**
     * The days.
     *
     * @param trial whether the customer never bought anything
     * @param since since when it is a customer
     * @param plans what it has; of several, the one that keeps data longest counts
     */
    static int days(boolean trial, Instant since, Instant now, Collection<PlanSpec> plans) {
        if (trial) {
            return AFTER_A_TRIAL;
        }
        boolean old = since.atOffset(ZoneOffset.UTC)
                .plusMonths(MONTHS_TO_BE_OLD)
                .toInstant()
                .isBefore(now);
        int least = old ? OF_AN_OLD_CUSTOMER : 0;
        return Stream.concat(
                        Stream.of(least),
                        plans.isEmpty() ? Stream.of(USUAL) : plans.stream().map(Retention::of))
                .max(Integer::compare)
                .orElseThrow();
    }

    private static int of(PlanSpec plan) {
        boolean first = plan.priority() == null ? plan.id().equals("enterprise") : plan.priority() <= 1;
        return first ? Math.max(OF_THE_FIRST_RANK, plan.retentionDays()) : plan.retentionDays();
    }
}
