package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.InvoicePayment;
import com.stripe.param.InvoicePaymentListParams;
import io.wheelwright.billing.stripe.StripeConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Which invoice a payment was for. */
@ApplicationScoped
class PaidInvoices {

    private final StripeClient stripe;

    PaidInvoices(StripeConnection connection) {
        this.stripe = connection.client();
    }

    /** Id of the invoice; empty where it was for none. */
    Optional<String> paidBy(String paymentIntent) throws StripeException {
        return stripe
                .v1()
                .invoicePayments()
                .list(InvoicePaymentListParams.builder()
                        .setPayment(InvoicePaymentListParams.Payment.builder()
                                .setType(InvoicePaymentListParams.Payment.Type.PAYMENT_INTENT)
                                .setPaymentIntent(paymentIntent)
                                .build())
                        .build())
                .getData()
                .stream()
                .findFirst()
                .map(InvoicePayment::getInvoice);
    }
}
