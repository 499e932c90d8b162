package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import com.stripe.param.RefundListParams;
import com.stripe.param.RefundRetrieveParams;
import io.wheelwright.billing.stripe.BilledOrganizations.Billed;
import io.wheelwright.billing.stripe.Reads;
import io.wheelwright.billing.stripe.RefundFollower;
import io.wheelwright.billing.stripe.StripeConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the refunds that events are about; those of other customers of the account are none of this hub. */
@ApplicationScoped
class RefundReader implements RefundFollower {

    private static final long MOST = 100;

    private final StripeClient stripe;
    private final PaidInvoices invoices;
    private final RefundOwners owners;
    private final RefundHistory history;
    private final WholeRefunds whole;

    RefundReader(
            StripeConnection connection,
            PaidInvoices invoices,
            RefundOwners owners,
            RefundHistory history,
            WholeRefunds whole) {
        this.stripe = connection.client();
        this.invoices = invoices;
        this.owners = owners;
        this.history = history;
        this.whole = whole;
    }

    /**
     * A refund of one of this hub's customers.
     *
     * @param invoice that was paid; null where that is not known
     */
    private record Found(Refund refund, Billed owner, String invoice) {}

    /** What is kept is not looked for again: it comes last, when all that follows is known. */
    @Override
    public boolean follow(String id) throws StripeException {
        long sequence = Reads.next();
        List<Found> all = new ArrayList<>();
        for (Refund refund : read(id)) {
            found(refund).ifPresent(all::add);
        }
        for (String invoice : paid(all)) {
            whole.look(invoice, sequence);
        }
        all.forEach(found -> history.keep(found.refund, found.owner, found.invoice, sequence));
        return !all.isEmpty();
    }

    @Override
    public void followPayment(String subscriptionId) throws StripeException {
        whole.lookAgain(subscriptionId);
    }

    @Override
    public boolean isKept(String refundId, String status) {
        return history.has(refundId, status);
    }

    private List<Refund> read(String id) throws StripeException {
        return id.startsWith("re_") || id.startsWith("pyr_")
                ? List.of(stripe.v1()
                        .refunds()
                        .retrieve(
                                id,
                                RefundRetrieveParams.builder()
                                        .addExpand("charge")
                                        .build()))
                : stripe.v1()
                        .refunds()
                        .list(RefundListParams.builder()
                                .setCharge(id)
                                .addExpand("data.charge")
                                .setLimit(MOST)
                                .build())
                        .getData();
    }

    private Optional<Found> found(Refund refund) throws StripeException {
        Charge charge = refund.getChargeObject();
        String invoice = invoice(refund);
        return owners.of(refund, invoice, charge == null ? null : charge.getCustomer())
                .map(owner -> new Found(refund, owner, invoice));
    }

    private static Set<String> paid(List<Found> all) {
        return all.stream().map(Found::invoice).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** Where this hub has made the refund, it has said which invoice was paid. */
    private String invoice(Refund refund) throws StripeException {
        String said = RefundCalls.metadata(refund).get(RefundCalls.INVOICE);
        if (said != null || refund.getPaymentIntent() == null) {
            return said;
        }
        return invoices.paidBy(refund.getPaymentIntent()).orElse(null);
    }
}
