package io.wheelwright.billing.payment;

import com.stripe.model.InvoiceLineItem;
import com.stripe.model.InvoiceLineItem.DiscountAmount;
import com.stripe.model.InvoiceLineItem.Tax;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a line of an invoice comes to, in minor units; below 0 what it credits. Each has discounts and taxes of its own: a
 * discount of the invoice is not taken off prorations, for instance.
 */
final class LineCost {

    private LineCost() {}

    /** With the taxes that come on top. */
    static long of(InvoiceLineItem line) {
        return beforeTaxes(line) + sum(line.getTaxes(), LineCost::onTop);
    }

    /** With no more taxes than are in the price. */
    static long beforeTaxes(InvoiceLineItem line) {
        return line.getAmount() - sum(line.getDiscountAmounts(), DiscountAmount::getAmount);
    }

    private static long onTop(Tax tax) {
        return "exclusive".equals(tax.getTaxBehavior()) ? tax.getAmount() : 0;
    }

    private static <T> long sum(List<T> parts, ToLongFunction<T> amount) {
        return parts == null ? 0 : parts.stream().mapToLong(amount).sum();
    }
}
