package io.wheelwright.billing.payment;

import static io.wheelwright.billing.payment.InvoiceLines.line;
import static io.wheelwright.billing.payment.InvoiceLines.taxed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A period of 30 days whose plan changes on full hours, invoiced as Stripe does, and what each hour of it costs. Prices are
 * by the hour, and multiples of 100 with a tax in whole percents on top, so that nothing is rounded.
 */
final class PlansOfAPeriod {

    static final int HOURS = 30 * 24;
    static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    static final Period PERIOD = new Period(BEGIN, BEGIN.plus(Duration.ofHours(HOURS)), null);

    private final long[] prices = new long[HOURS];
    private final List<Cost> pending = new ArrayList<>();
    private final List<Payment> payments = new ArrayList<>();
    private final PaidTimes times = new PaidTimes();
    private final String currency;
    private final int tax;
    private final long given;
    private TaxFactor taxes = TaxFactor.UNKNOWN;
    private long balance;

    /** What the rest of the period costs from an hour on, without the tax. */
    private record Cost(int hour, long amount) {}

    /**
     * It begins with a payment, as far as the credit that the customer was given does not do.
     *
     * @param tax percents that come on top of each price
     */
    PlansOfAPeriod(String currency, long price, int tax, long given) {
        this.currency = currency;
        this.tax = tax;
        this.given = given;
        this.balance = given;
        Arrays.fill(prices, price);
        invoice(List.of(new Cost(0, price * HOURS)));
    }

    /** Another price from an hour on, invoiced at once with what waits, or later. */
    void change(int hour, long price, boolean now) {
        pending.add(new Cost(hour, -prices[hour] * (HOURS - hour)));
        pending.add(new Cost(hour, price * (HOURS - hour)));
        Arrays.fill(prices, hour, HOURS, price);
        if (now) {
            invoice(List.copyOf(pending));
            pending.clear();
        }
    }

    private void invoice(List<Cost> costs) {
        PeriodShare share = PeriodShare.of(
                costs.stream()
                        .map(cost -> taxed(
                                line(at(cost.hour), PERIOD.end(), cost.amount),
                                withTax(cost.amount) - cost.amount,
                                "exclusive"))
                        .toList(),
                Set.of(),
                PERIOD);
        long total = withTax(sum(costs));
        long paid = Math.max(0, total - balance);
        balance += paid - total;
        List<Payment> made = paid == 0
                ? List.of()
                : List.of(new Payment(
                        "ch_" + payments.size(), "in", currency, paid, share.paidForPeriod(paid), 0, Contest.none));
        times.addInvoice(share.costs(), made);
        payments.addAll(0, made);
        taxes = taxes.and(share.taxes());
    }

    /** As it stands at the end of all changes. */
    PaidSoFar paid() {
        PendingChanges next = PendingChanges.of(
                pending.stream()
                        .map(cost -> InvoiceLines.pending(at(cost.hour), PERIOD.end(), cost.amount))
                        .toList(),
                taxes,
                PERIOD);
        times.addUnbilled(next.costs());
        return new PaidSoFar(
                List.copyOf(payments), Math.max(0, balance - given + next.credit()), times.all(), next.charge());
    }

    /** What the customer was given, and owes: nobody has paid for that. */
    long unpaid() {
        return given + Math.max(0, withTax(sum(pending)));
    }

    /** What the hours of the days cost that remain when the customer leaves: one that has begun does. */
    long remaining(Instant left) {
        long worth = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            Instant endOfDay = BEGIN.plus(Duration.ofDays(hour / 24 + 1));
            worth += left.isBefore(endOfDay) ? prices[hour] : 0;
        }
        return withTax(worth);
    }

    private long withTax(long amount) {
        return amount / 100 * (100 + tax);
    }

    private static Instant at(int hour) {
        return BEGIN.plus(Duration.ofHours(hour));
    }

    private static long sum(List<Cost> costs) {
        return costs.stream().mapToLong(Cost::amount).sum();
    }
}
