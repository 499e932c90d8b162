package io.wheelwright.billing.payment;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds out since when a credit of changes of plan is for the rest of a period. Each change credits what is left of the former
 * plan and charges what is left of the new one, both from its own instant on: what counts is the sum of the two.
 */
final class CreditBegin {

    private final SortedMap<Long, Long> changes = new TreeMap<>();

    /**
     * Takes a line of an invoice, or of the next one, into account.
     *
     * @param since seconds since 1970, from when on the line is for the rest of the period
     * @param amount in minor units; below 0 what is credited
     */
    void add(long since, long amount) {
        changes.merge(since, amount, Long::sum);
    }

    /** The first change of the period that credits more than it charges; the begin of the period where there is none. */
    Instant in(Period period) {
        return changes.tailMap(period.begin().getEpochSecond()).entrySet().stream()
                .filter(change -> change.getValue() < 0)
                .map(change -> Instant.ofEpochSecond(change.getKey()))
                .findFirst()
                .orElse(period.begin());
    }
}
