package io.wheelwright.billing.payment;

import com.stripe.model.InvoiceLineItem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which part of an invoice is for the current period: its lines whose time lies in there, without usage.
 *
 * @param costs that part, in minor units, discounts and taxes included
 * @param of all lines
 * @param taxes which that part has
 */
record PeriodShare(List<PeriodRest> costs, long of, TaxFactor taxes) {

    /**
     * Reads the lines.
     *
     * @param metered items of the subscription whose usage is charged afterwards
     */
    static PeriodShare of(List<InvoiceLineItem> lines, Set<String> metered, Period period) {
        List<InvoiceLineItem> ofPeriod = lines.stream()
                .filter(line -> !metered.contains(item(line)))
                .filter(line -> rest(line, period).isPresent())
                .toList();
        return new PeriodShare(
                ofPeriod.stream().flatMap(line -> rest(line, period).stream()).toList(),
                lines.stream().mapToLong(LineCost::of).sum(),
                TaxFactor.of(ofPeriod));
    }

    /** How much of what was paid of the invoice. */
    long in(long paid) {
        long part = costs.stream().mapToLong(PeriodRest::amount).sum();
        if (part <= 0 || of <= 0) {
            return 0;
        }
        return part >= of ? paid : ProratedRefund.share(paid, part, of);
    }

    private static Optional<PeriodRest> rest(InvoiceLineItem line, Period period) {
        return line.getPeriod() == null
                ? Optional.empty()
                : period.rest(line.getPeriod().getStart(), line.getPeriod().getEnd(), LineCost.of(line));
    }

    private static String item(InvoiceLineItem line) {
        return line.getParent() == null || line.getParent().getSubscriptionItemDetails() == null
                ? ""
                : line.getParent().getSubscriptionItemDetails().getSubscriptionItem();
    }
}
