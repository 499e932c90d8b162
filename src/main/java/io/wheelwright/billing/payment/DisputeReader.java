package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.param.DisputeRetrieveParams;
import io.wheelwright.billing.stripe.BilledOrganizations.Billed;
import io.wheelwright.billing.stripe.DisputeFacts;
import io.wheelwright.billing.stripe.DisputeFollower;
import io.wheelwright.billing.stripe.Disputes;
import io.wheelwright.billing.stripe.NotYet;
import io.wheelwright.billing.stripe.Reads;
import io.wheelwright.billing.stripe.StripeConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads the disputes that events are about; those of other customers of the account are none of this hub. */
@ApplicationScoped
class DisputeReader implements DisputeFollower {

    private final StripeClient stripe;
    private final PaidInvoices invoices;
    private final PaymentsMade payments;
    private final RefundOwners owners;
    private final Disputes disputes;

    DisputeReader(
            StripeConnection connection,
            PaidInvoices invoices,
            PaymentsMade payments,
            RefundOwners owners,
            Disputes disputes) {
        this.stripe = connection.client();
        this.invoices = invoices;
        this.payments = payments;
        this.owners = owners;
        this.disputes = disputes;
    }

    @Override
    public boolean followDispute(String disputeId) throws StripeException {
        long sequence = Reads.next();
        Dispute dispute = stripe.v1()
                .disputes()
                .retrieve(
                        disputeId,
                        DisputeRetrieveParams.builder().addExpand("charge").build());
        Charge charge = dispute.getChargeObject();
        Optional<Invoice> invoice = invoice(dispute);
        Optional<Billed> whose = owners.ofPayment(invoice, charge == null ? null : charge.getCustomer());
        if (whose.isPresent()) {
            if (whose.get().orgUid() == null) {
                throw new NotYet("The organization %s is not there yet."
                        .formatted(whose.get().orgId()));
            }
            disputes.keep(facts(dispute, invoice), whose.get(), sequence);
        }
        return whose.isPresent();
    }

    private Optional<Invoice> invoice(Dispute dispute) throws StripeException {
        Optional<String> id =
                dispute.getPaymentIntent() == null ? Optional.empty() : invoices.paidBy(dispute.getPaymentIntent());
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(stripe.v1().invoices().retrieve(id.get()));
    }

    private DisputeFacts facts(Dispute dispute, Optional<Invoice> invoice) throws StripeException {
        return new DisputeFacts(
                dispute.getId(),
                dispute.getCharge(),
                invoice.map(Invoice::getId).orElse(null),
                invoice.flatMap(RefundOwners::subscription).orElse(null),
                invoice.isEmpty()
                        ? null
                        : paidUntil(payments.lines(invoice.get())).orElse(null),
                dispute.getAmount(),
                dispute.getCurrency(),
                dispute.getReason(),
                dispute.getStatus(),
                Optional.ofNullable(dispute.getEvidenceDetails())
                        .map(Dispute.EvidenceDetails::getDueBy)
                        .map(Instant::ofEpochSecond)
                        .orElse(null),
                Instant.ofEpochSecond(dispute.getCreated()));
    }

    /** The latest end of what these lines are for. */
    private static Optional<Instant> paidUntil(List<InvoiceLineItem> lines) {
        return lines.stream()
                .map(line -> line.getPeriod() == null ? null : line.getPeriod().getEnd())
                .filter(Objects::nonNull)
                .max(Long::compare)
                .map(Instant::ofEpochSecond);
    }
}
