package io.wheelwright.billing.payment;

import com.stripe.model.InvoiceLineItem;
import java.util.List;

/**
 * What taxes that come on top make of an amount, by what they have made of others. In minor units.
 *
 * @param before sum of these others without such taxes; 0 where that is not known
 * @param after the same with them
 */
record TaxFactor(long before, long after) {

    static final TaxFactor UNKNOWN = new TaxFactor(0, 0);

    /** By the lines that cost something: what others credit may leave a sum of which nothing can be told. */
    static TaxFactor of(List<InvoiceLineItem> lines) {
        List<InvoiceLineItem> costs =
                lines.stream().filter(line -> LineCost.beforeTaxes(line) > 0).toList();
        return new TaxFactor(
                costs.stream().mapToLong(LineCost::beforeTaxes).sum(),
                costs.stream().mapToLong(LineCost::of).sum());
    }

    /** By these others, too: what is rounded of a small amount does not count for much then. */
    TaxFactor and(TaxFactor others) {
        return new TaxFactor(before + others.before, after + others.after);
    }

    /** An amount with the taxes, rounded down, also below 0; without them where they are not known. */
    long on(long amount) {
        return before == after ? amount : ProratedRefund.share(amount, after, before);
    }
}
