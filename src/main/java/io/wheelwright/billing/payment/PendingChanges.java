package io.wheelwright.billing.payment;

import com.stripe.model.InvoiceItem;
import java.util.List;
import java.util.Objects;

/**
 * What changes of plan come to that no invoice has yet. Stripe adds their taxes with the invoice: until then they count
 * with those of the invoices of the period.
 *
 * @param costs what is for the rest of the current period, in minor units
 * @param sum of all, also of those that are for another period
 */
record PendingChanges(List<PeriodRest> costs, long sum) {

    /**
     * Reads the items.
     *
     * @param taxes those that the invoices of the period had
     */
    static PendingChanges of(List<InvoiceItem> items, TaxFactor taxes, Period period) {
        return new PendingChanges(
                items.stream()
                        .filter(item -> item.getPeriod() != null)
                        .flatMap(
                                item -> period
                                        .rest(
                                                item.getPeriod().getStart(),
                                                item.getPeriod().getEnd(),
                                                amount(item, taxes))
                                        .stream())
                        .toList(),
                items.stream().mapToLong(item -> amount(item, taxes)).sum());
    }

    /** What the next invoice will credit in sum. */
    long credit() {
        return Math.max(0, -sum);
    }

    /** What it will charge in sum. */
    long charge() {
        return Math.max(0, sum);
    }

    /** Where the discounts of a proration are told apart from its amount, the net amount is what is left after them. */
    private static long amount(InvoiceItem item, TaxFactor taxes) {
        return taxes.on(Objects.requireNonNullElse(item.getNetAmount(), item.getAmount()));
    }
}
