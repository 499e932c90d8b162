package io.wheelwright.billing.payment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds out for which rests of a period was paid, by its payments and by the credit that cheaper plans have left within it.
 * What other credit, or money outside of Stripe, has paid is left out, and so is what a disputed payment has.
 */
final class PaidTimes {

    private final List<PeriodRest> times = new ArrayList<>();
    private long credit;

    /**
     * Adds a paid invoice; the oldest comes first.
     *
     * @param costs those of its lines that are for the period
     * @param payments of the invoice
     */
    void addInvoice(List<PeriodRest> costs, List<Payment> payments) {
        long due = sum(costs) - payments.stream().mapToLong(Payment::forPeriod).sum();
        long disputed = payments.stream()
                .filter(payment -> payment.contest() != Contest.none)
                .mapToLong(Payment::forPeriod)
                .sum();
        add(costs, Math.max(0, due - credit) + disputed);
        credit = Math.max(0, credit - due);
    }

    /** Adds what the next invoice will have; nothing is paid of what that charges in sum. */
    void addUnbilled(List<PeriodRest> costs) {
        add(costs, Math.max(0, sum(costs)));
    }

    /** What was paid; below 0 where a cheaper plan was credited. */
    List<PeriodRest> all() {
        return List.copyOf(times);
    }

    /** What is not paid is that of the latest changes. */
    private void add(List<PeriodRest> costs, long unpaid) {
        NavigableMap<Instant, Long> changes = costs.stream()
                .collect(Collectors.toMap(PeriodRest::since, PeriodRest::amount, Long::sum, TreeMap::new));
        long missing = unpaid;
        for (Map.Entry<Instant, Long> change : changes.descendingMap().entrySet()) {
            long left = Math.min(missing, Math.max(0, change.getValue()));
            times.add(new PeriodRest(change.getKey(), change.getValue() - left));
            missing -= left;
        }
    }

    private static long sum(List<PeriodRest> costs) {
        return costs.stream().mapToLong(PeriodRest::amount).sum();
    }
}
