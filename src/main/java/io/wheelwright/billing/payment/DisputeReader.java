package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Invoice;
import com.stripe.param.DisputeRetrieveParams;
import io.wheelwright.billing.stripe.BilledOrganizations.Billed;
import io.wheelwright.billing.stripe.DisputeFacts;
import io.wheelwright.billing.stripe.DisputeFollower;
import io.wheelwright.billing.stripe.Disputes;
import io.wheelwright.billing.stripe.StripeConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Reads the disputes that events are about; those of other customers of the account are none of this hub. */
@ApplicationScoped
class DisputeReader implements DisputeFollower {

    private final StripeClient stripe;
    private final PaidInvoices invoices;
    private final RefundOwners owners;
    private final Disputes disputes;

    DisputeReader(StripeConnection connection, PaidInvoices invoices, RefundOwners owners, Disputes disputes) {
        this.stripe = connection.client();
        this.invoices = invoices;
        this.owners = owners;
        this.disputes = disputes;
    }

    @Override
    public boolean followDispute(String disputeId) throws StripeException {
        long sequence = disputes.next();
        Dispute dispute = stripe.v1()
                .disputes()
                .retrieve(
                        disputeId,
                        DisputeRetrieveParams.builder().addExpand("charge").build());
        Charge charge = dispute.getChargeObject();
        Optional<Invoice> invoice = invoice(dispute);
        Optional<Billed> whose = owners.ofPayment(invoice, charge == null ? null : charge.getCustomer());
        if (whose.isPresent()) {
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

    private static DisputeFacts facts(Dispute dispute, Optional<Invoice> invoice) {
        return new DisputeFacts(
                dispute.getId(),
                dispute.getCharge(),
                invoice.map(Invoice::getId).orElse(null),
                invoice.flatMap(DisputeReader::paidUntil).orElse(null),
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

    /** The latest end of what its lines are for. */
    private static Optional<Instant> paidUntil(Invoice invoice) {
        return invoice.getLines().getData().stream()
                .map(line -> line.getPeriod() == null ? null : line.getPeriod().getEnd())
                .filter(Objects::nonNull)
                .max(Long::compare)
                .map(Instant::ofEpochSecond);
    }
}
