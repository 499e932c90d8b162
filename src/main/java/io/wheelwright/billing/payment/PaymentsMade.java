package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceItem;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.InvoicePayment;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.param.DisputeListParams;
import com.stripe.param.InvoiceItemListParams;
import com.stripe.param.InvoiceLineItemListParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.StripePage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what was paid for a subscription, and what of it went back, from Stripe and nowhere else. */
@ApplicationScoped
class PaymentsMade {

    private static final long MOST = 100;

    /** Clocks differ, and an invoice may be made somewhat before its period begins. */
    private static final Duration SLACK = Duration.ofDays(1);

    private final StripeClient stripe;

    PaymentsMade(StripeConnection connection) {
        this.stripe = connection.client();
    }

    /**
     * Those of the invoices of the current period, what they are for, and what is left of the credit that others of these have
     * made, or the next one will.
     */
    PaidSoFar ofPeriod(Subscription subscription, Period period) throws StripeException {
        List<Invoice> invoices = paid(subscription, period.begin().minus(SLACK));
        List<InvoiceItem> waiting = changes(subscription);
        Set<String> metered = metered(subscription);
        PaidTimes times = new PaidTimes();
        List<Payment> payments = new ArrayList<>();
        TaxFactor taxes = TaxFactor.UNKNOWN;
        for (int i = invoices.size() - 1; i >= 0; i--) {
            Invoice invoice = invoices.get(i);
            PeriodShare share = PeriodShare.of(lines(invoice), metered, period);
            List<Payment> made = payments(invoice, share);
            times.addInvoice(share.costs(), made);
            payments.addAll(0, made);
            taxes = taxes.and(share.taxes());
        }
        PendingChanges next = PendingChanges.of(waiting, taxes, period);
        times.addUnbilled(next.costs());
        long credit = invoices.stream().mapToLong(PaymentsMade::credit).sum() + next.credit();
        return new PaidSoFar(payments, Math.max(0, credit), times.all(), next.charge());
    }

    /** The newest ones, the newest first, until as much can go back; all of the last hundred invoices at most. */
    PaidSoFar ofAll(Subscription subscription, Period period, long enough) throws StripeException {
        Set<String> metered = metered(subscription);
        List<Payment> payments = new ArrayList<>();
        for (Invoice invoice : paid(subscription, Instant.EPOCH)) {
            if (payments.stream().mapToLong(Payment::left).sum() >= enough) {
                break;
            }
            payments.addAll(payments(invoice, PeriodShare.of(lines(invoice), metered, period)));
        }
        return PaidSoFar.ofAnyTime(payments);
    }

    /** What an invoice has added to the customer's credit; below 0 where it was paid out of that. */
    private static long credit(Invoice invoice) {
        return credit(invoice.getEndingBalance()) - credit(invoice.getStartingBalance());
    }

    /** A balance below 0 is credit, and one above it a debt. */
    private static long credit(Long balance) {
        return balance == null ? 0 : Math.max(0, -balance);
    }

    /** What changes of plan have cost, or saved, and no invoice has yet: the last one would, when the subscription ends. */
    private List<InvoiceItem> changes(Subscription subscription) throws StripeException {
        return StripePage.all(last -> stripe.v1()
                        .invoiceItems()
                        .list(InvoiceItemListParams.builder()
                                .setCustomer(subscription.getCustomer())
                                .setPending(true)
                                .setLimit(MOST)
                                .setStartingAfter(last)
                                .build()))
                .stream()
                .filter(item -> Boolean.TRUE.equals(item.getProration()))
                .filter(item -> item.getParent() != null
                        && item.getParent().getSubscriptionDetails() != null
                        && subscription
                                .getId()
                                .equals(item.getParent()
                                        .getSubscriptionDetails()
                                        .getSubscription()))
                .toList();
    }

    private static Set<String> metered(Subscription subscription) {
        return subscription.getItems().getData().stream()
                .filter(Period::isMetered)
                .map(SubscriptionItem::getId)
                .collect(Collectors.toSet());
    }

    private List<Invoice> paid(Subscription subscription, Instant since) throws StripeException {
        return stripe.v1()
                .invoices()
                .list(InvoiceListParams.builder()
                        .setSubscription(subscription.getId())
                        .setStatus(InvoiceListParams.Status.PAID)
                        .setCreated(InvoiceListParams.Created.builder()
                                .setGte(since.getEpochSecond())
                                .build())
                        .setLimit(MOST)
                        .build())
                .getData();
    }

    private static boolean isCharged(Invoice invoice) {
        return invoice.getAmountPaid() != null && invoice.getAmountPaid() > 0;
    }

    /** All lines of an invoice, of which it has the first ten with it. */
    List<InvoiceLineItem> lines(Invoice invoice) throws StripeException {
        return Boolean.TRUE.equals(invoice.getLines().getHasMore())
                ? StripePage.all(last -> stripe.v1()
                        .invoices()
                        .lineItems()
                        .list(
                                invoice.getId(),
                                InvoiceLineItemListParams.builder()
                                        .setLimit(MOST)
                                        .setStartingAfter(last)
                                        .build()))
                : invoice.getLines().getData();
    }

    private List<Payment> payments(Invoice invoice, PeriodShare share) throws StripeException {
        if (!isCharged(invoice)) {
            return List.of();
        }
        List<InvoicePayment> payments = stripe.v1()
                .invoicePayments()
                .list(InvoicePaymentListParams.builder()
                        .setInvoice(invoice.getId())
                        .setStatus(InvoicePaymentListParams.Status.PAID)
                        .addExpand("data.payment.payment_intent.latest_charge")
                        .setLimit(MOST)
                        .build())
                .getData();
        List<Payment> read = new ArrayList<>();
        for (InvoicePayment payment : payments) {
            Charge charge = charge(payment.getPayment());
            if (charge != null && Boolean.TRUE.equals(charge.getPaid())) {
                read.add(payment(invoice, charge, share));
            }
        }
        return read;
    }

    /** Null for what was paid outside of Stripe, where nothing can go back either. */
    private Charge charge(InvoicePayment.Payment payment) throws StripeException {
        if (payment.getPaymentIntentObject() != null) {
            return payment.getPaymentIntentObject().getLatestChargeObject();
        }
        return payment.getCharge() == null ? null : stripe.v1().charges().retrieve(payment.getCharge());
    }

    private Contest contest(Charge charge) throws StripeException {
        return Boolean.TRUE.equals(charge.getDisputed())
                ? Contest.of(stripe.v1()
                        .disputes()
                        .list(DisputeListParams.builder()
                                .setCharge(charge.getId())
                                .setLimit(MOST)
                                .build())
                        .getData())
                : Contest.none;
    }

    private Payment payment(Invoice invoice, Charge charge, PeriodShare share) throws StripeException {
        long paid = Objects.requireNonNullElse(charge.getAmountCaptured(), charge.getAmount());
        return new Payment(
                charge.getId(),
                invoice.getId(),
                charge.getCurrency(),
                paid,
                share.paidForPeriod(paid),
                Objects.requireNonNullElse(charge.getAmountRefunded(), 0L),
                contest(charge));
    }
}
