package io.wheelwright.billing.payment;

import com.stripe.model.InvoiceLineItem;
import java.util.List;
import java.util.Set;

/**
 * Which part of an invoice is for the current period: its lines whose time lies in there, without usage.
 *
 * @param lines that part, in minor units
 * @param of all lines
 */
record PeriodShare(List<PeriodRest> lines, long of) {

    /**
     * Reads the lines.
     *
     * @param metered items of the subscription whose usage is charged afterwards
     */
    static PeriodShare of(List<InvoiceLineItem> lines, Set<String> metered, Period period) {
        return new PeriodShare(
                lines.stream()
                        .filter(line -> !metered.contains(item(line)))
                        .filter(line -> line.getPeriod() != null)
                        .flatMap(
                                line -> period
                                        .rest(
                                                line.getPeriod().getStart(),
                                                line.getPeriod().getEnd(),
                                                line.getAmount())
                                        .stream())
                        .toList(),
                lines.stream().mapToLong(InvoiceLineItem::getAmount).sum());
    }

    /** How much of what was paid of the invoice. */
    long in(long paid) {
        long part = lines.stream().mapToLong(PeriodRest::amount).sum();
        if (part <= 0 || of <= 0) {
            return 0;
        }
        return part >= of ? paid : ProratedRefund.share(paid, part, of);
    }

    /** What the lines cost by the total of the invoice, which has discounts and taxes, too. */
    List<PeriodRest> costs(long total) {
        return of == 0 || of == total
                ? lines
                : lines.stream()
                        .map(line -> new PeriodRest(line.since(), ProratedRefund.share(line.amount(), total, of)))
                        .toList();
    }

    private static String item(InvoiceLineItem line) {
        return line.getParent() == null || line.getParent().getSubscriptionItemDetails() == null
                ? ""
                : line.getParent().getSubscriptionItemDetails().getSubscriptionItem();
    }
}
