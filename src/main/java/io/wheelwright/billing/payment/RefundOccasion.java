package io.wheelwright.billing.payment;

import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The mail that tells of a refund, as long as it is in the state that is told, and only while that is news: a database that
 * was emptied or restored reads old ones anew.
 */
@ApplicationScoped
class RefundOccasion implements Occasion {

    private static final String YES = "yes";
    private static final String NO = "";

    /** It has arrived by then: that takes ten business days. */
    private static final Duration ARRIVES = Duration.ofDays(14);

    /** By then a bank that does not take it has said so, and as long the outbox knows what it has sent. */
    private static final Duration FAILS = Duration.ofDays(90);

    private final Customers customers;

    RefundOccasion(Customers customers) {
        this.customers = customers;
    }

    @Override
    public String kind() {
        return RefundMails.KIND;
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        return RefundEntity.of(RefundMails.refund(reason.anchor()))
                .filter(refund -> RefundMails.says(reason.anchor(), refund.status))
                .filter(refund -> isNews(refund, reason.at()))
                .flatMap(refund -> customers.ofUid(refund.orgUid).map(customer -> model(refund, customer)));
    }

    @Override
    public Optional<String> recipient(Reason reason) {
        return RefundEntity.of(RefundMails.refund(reason.anchor()))
                .flatMap(refund -> customers.ofUid(refund.orgUid))
                .map(Customer::email);
    }

    private static boolean isNews(RefundEntity refund, Instant heardOf) {
        Duration known = RefundMails.VAIN.contains(refund.status) ? FAILS : ARRIVES;
        return heardOf.isBefore(refund.createdAt.plus(known));
    }

    private static Map<String, String> model(RefundEntity refund, Customer customer) {
        Map<String, String> model = new HashMap<>();
        model.put("organization", customer.name());
        model.put("amount", MoneyText.of(refund.amount, refund.currency));
        model.put("refund", refund.refundId);
        model.put("refundReason", Objects.requireNonNullElse(refund.reason, NO));
        model.put("failed", RefundMails.VAIN.contains(refund.status) ? YES : NO);
        model.put(
                "left",
                isOfALeave(refund.callId) && Purchases.otherBiller(customer).isEmpty() ? YES : NO);
        return model;
    }

    /** Whether it was asked for together with the end of the subscription. */
    private static boolean isOfALeave(UUID callId) {
        CallEntity call = callId == null ? null : CallEntity.findById(callId);
        while (call != null && call.afterId != null) {
            call = CallEntity.findById(call.afterId);
        }
        return call != null && EndCalls.NAME.equals(call.kind);
    }
}
