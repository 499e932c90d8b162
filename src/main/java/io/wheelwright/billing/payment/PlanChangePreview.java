package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What a change of plan would cost at once. Amounts are in minor units of the currency.
 *
 * @param amountDue what would be charged
 * @param total of the lines; below 0 where something is left to the customer's credit
 * @param prorationDate to be sent with the change, within the hour, so that it costs just this
 * @param endsAt when the subscription ends, for it was cancelled ahead and stays so; null otherwise
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PlanChangePreview(
        String fromPlan,
        String plan,
        long amountDue,
        long total,
        String currency,
        Instant prorationDate,
        Instant endsAt,
        List<PreviewedLine> lines) {

    /** A line of the invoice, which is below 0 for what comes back. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record PreviewedLine(String description, long amount, Instant periodStart, Instant periodEnd) {

        static PreviewedLine of(InvoiceLineItem line) {
            return new PreviewedLine(
                    line.getDescription(),
                    line.getAmount(),
                    Instant.ofEpochSecond(line.getPeriod().getStart()),
                    Instant.ofEpochSecond(line.getPeriod().getEnd()));
        }
    }

    static PlanChangePreview of(PlanChoice choice, Invoice invoice, Instant prorationDate, Instant endsAt) {
        return new PlanChangePreview(
                choice.present().id(),
                choice.wanted().id(),
                invoice.getAmountDue(),
                invoice.getTotal(),
                invoice.getCurrency().toUpperCase(Locale.ROOT),
                prorationDate,
                endsAt,
                invoice.getLines().getData().stream().map(PreviewedLine::of).toList());
    }
}
