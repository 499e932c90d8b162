package io.wheelwright.billing.payment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A period of 30 days whose plan changes on full hours, invoiced as Stripe does, and what each hour of it costs. Prices are by
 * the hour, so that nothing is rounded.
 */
final class PlansOfAPeriod {

    static final int HOURS = 30 * 24;
    static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    static final Period PERIOD = new Period(BEGIN, BEGIN.plus(Duration.ofHours(HOURS)), null);

    private final long[] prices = new long[HOURS];
    private final List<PeriodRest> pending = new ArrayList<>();
    private final List<Payment> payments = new ArrayList<>();
    private final PaidTimes times = new PaidTimes();
    private final String currency;
    private final long given;
    private long balance;

    /** It begins with a payment, as far as the credit that the customer was given does not do. */
    PlansOfAPeriod(String currency, long price, long given) {
        this.currency = currency;
        this.given = given;
        this.balance = given;
        Arrays.fill(prices, price);
        invoice(List.of(new PeriodRest(BEGIN, price * HOURS)));
    }

    /** Another price from an hour on, invoiced at once with what waits, or later. */
    void change(int hour, long price, boolean now) {
        Instant at = BEGIN.plus(Duration.ofHours(hour));
        pending.add(new PeriodRest(at, -prices[hour] * (HOURS - hour)));
        pending.add(new PeriodRest(at, price * (HOURS - hour)));
        Arrays.fill(prices, hour, HOURS, price);
        if (now) {
            invoice(List.copyOf(pending));
            pending.clear();
        }
    }

    private void invoice(List<PeriodRest> costs) {
        long total = sum(costs);
        long paid = Math.max(0, total - balance);
        balance += paid - total;
        List<Payment> made = paid == 0
                ? List.of()
                : List.of(new Payment("ch_" + payments.size(), "in", currency, paid, paid, 0, Contest.none));
        times.addInvoice(costs, made);
        payments.addAll(0, made);
    }

    /** As it stands at the end of all changes. */
    PaidSoFar paid() {
        times.addUnbilled(pending);
        return new PaidSoFar(
                List.copyOf(payments),
                Math.max(0, balance - given + Math.max(0, -sum(pending))),
                times.all(),
                unbilled());
    }

    /** What the customer was given, and owes: nobody has paid for that. */
    long unpaid() {
        return given + unbilled();
    }

    private long unbilled() {
        return Math.max(0, sum(pending));
    }

    /** What the hours of the days cost that remain when the customer leaves: one that has begun does. */
    long remaining(Instant left) {
        long worth = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            Instant endOfDay = BEGIN.plus(Duration.ofDays(hour / 24 + 1));
            worth += left.isBefore(endOfDay) ? prices[hour] : 0;
        }
        return worth;
    }

    private static long sum(List<PeriodRest> costs) {
        return costs.stream().mapToLong(PeriodRest::amount).sum();
    }
}
