package io.wheelwright.billing.payment;

import com.stripe.model.InvoiceLineItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which part of an invoice is for the current period: its lines whose time lies in there, without usage.
 *
 * @param of all lines, in minor units
 * @param since from when on the part is for the rest of the period
 */
record PeriodShare(long part, long of, Instant since) {

    /**
     * Reads the lines.
     *
     * @param metered items of the subscription whose usage is charged afterwards
     */
    static PeriodShare of(List<InvoiceLineItem> lines, Set<String> metered, Period period) {
        List<InvoiceLineItem> within = lines.stream()
                .filter(line -> !metered.contains(item(line)))
                .filter(line -> line.getPeriod() != null && period.overlaps(begin(line), end(line)))
                .toList();
        return new PeriodShare(
                sum(within),
                sum(lines),
                within.stream()
                        .map(PeriodShare::begin)
                        .min(Comparator.naturalOrder())
                        .filter(period.begin()::isBefore)
                        .orElse(period.begin()));
    }

    /** How much of what was paid of the invoice. */
    long in(long paid) {
        if (part <= 0 || of <= 0) {
            return 0;
        }
        return part >= of ? paid : ProratedRefund.share(paid, part, of);
    }

    private static long sum(List<InvoiceLineItem> lines) {
        return lines.stream().mapToLong(InvoiceLineItem::getAmount).sum();
    }

    private static Instant begin(InvoiceLineItem line) {
        return Instant.ofEpochSecond(line.getPeriod().getStart());
    }

    private static Instant end(InvoiceLineItem line) {
        return Instant.ofEpochSecond(line.getPeriod().getEnd());
    }

    private static String item(InvoiceLineItem line) {
        return line.getParent() == null || line.getParent().getSubscriptionItemDetails() == null
                ? ""
                : line.getParent().getSubscriptionItemDetails().getSubscriptionItem();
    }
}
