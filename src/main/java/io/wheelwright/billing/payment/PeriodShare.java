package io.wheelwright.billing.payment;

import com.stripe.model.InvoiceLineItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which part of an invoice is for the current period: its lines whose time lies in there, without usage.
 *
 * @param costs that part, in minor units, discounts and taxes included
 * @param total of all lines
 * @param taxes which that part has
 */
record PeriodShare(List<PeriodRest> costs, long total, TaxFactor taxes) {

    /**
     * Reads the lines.
     *
     * @param metered items of the subscription whose usage is charged afterwards
     */
    static PeriodShare of(List<InvoiceLineItem> lines, Set<String> metered, Period period) {
        List<PeriodRest> costs = new ArrayList<>();
        List<InvoiceLineItem> ofPeriod = new ArrayList<>();
        for (InvoiceLineItem line : lines) {
            rest(line, period).filter(rest -> !metered.contains(item(line))).ifPresent(rest -> {
                costs.add(rest);
                ofPeriod.add(line);
            });
        }
        return new PeriodShare(costs, lines.stream().mapToLong(LineCost::of).sum(), TaxFactor.of(ofPeriod));
    }

    /** Which part of what was paid of the invoice is for the period. */
    long paidForPeriod(long paid) {
        long part = costs.stream().mapToLong(PeriodRest::amount).sum();
        if (part <= 0 || total <= 0) {
            return 0;
        }
        return part >= total ? paid : ProratedRefund.share(paid, part, total);
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
