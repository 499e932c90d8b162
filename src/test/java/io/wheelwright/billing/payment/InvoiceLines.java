package io.wheelwright.billing.payment;

import com.stripe.model.InvoiceItem;
import com.stripe.model.InvoiceLineItem;
import java.time.Instant;
import java.util.List;

/** Lines of invoices, and what waits for the next one, as Stripe has them. Amounts are in minor units. */
final class InvoiceLines {

    private InvoiceLines() {}

    /** A line without discount or tax. */
    static InvoiceLineItem line(Instant from, Instant to, long amount) {
        InvoiceLineItem.Period period = new InvoiceLineItem.Period();
        period.setStart(from.getEpochSecond());
        period.setEnd(to.getEpochSecond());
        InvoiceLineItem line = new InvoiceLineItem();
        line.setPeriod(period);
        line.setAmount(amount);
        return line;
    }

    static InvoiceLineItem discounted(InvoiceLineItem line, long discount) {
        InvoiceLineItem.DiscountAmount amount = new InvoiceLineItem.DiscountAmount();
        amount.setAmount(discount);
        line.setDiscountAmounts(List.of(amount));
        return line;
    }

    /** @param behavior whether the tax comes on top ({@code exclusive}), or is in the price ({@code inclusive}) */
    static InvoiceLineItem taxed(InvoiceLineItem line, long tax, String behavior) {
        InvoiceLineItem.Tax amount = new InvoiceLineItem.Tax();
        amount.setAmount(tax);
        amount.setTaxBehavior(behavior);
        line.setTaxes(List.of(amount));
        return line;
    }

    /** A proration that no invoice has yet: it has no taxes until then. */
    static InvoiceItem pending(Instant from, Instant to, long amount) {
        InvoiceItem.Period period = new InvoiceItem.Period();
        period.setStart(from.getEpochSecond());
        period.setEnd(to.getEpochSecond());
        InvoiceItem item = new InvoiceItem();
        item.setPeriod(period);
        item.setAmount(amount);
        return item;
    }
}
