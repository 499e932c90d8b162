package io.wheelwright.billing.payment;

import io.wheelwright.mail.Mails;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Map;
import java.util.Set;

/** Has customers told of refunds: that one is on its way, and that one came to nothing; once each. */
@ApplicationScoped
class RefundMails {

    static final String KIND = "refunded";
    private static final String FAILED = "failed";

    /** How a refund ends of which nothing has arrived. */
    static final Set<String> VAIN = Set.of(FAILED, "canceled");

    private static final Set<String> GOOD = Set.of("pending", "requires_action", "succeeded");
    private static final String MADE = "made";
    private static final String SEPARATOR = "/";

    private final Mails mails;
    private final Customers customers;

    RefundMails(Mails mails, Customers customers) {
        this.mails = mails;
        this.customers = customers;
    }

    /** In the transaction that records the state. */
    @Transactional(TxType.MANDATORY)
    void enqueue(RefundEntity refund) {
        String what = what(refund.status);
        if (what != null) {
            customers
                    .ofUid(refund.orgUid)
                    .map(Customer::email)
                    .ifPresent(
                            to -> mails.enqueue(refund.orgUid, KIND, refund.refundId + SEPARATOR + what, to, Map.of()));
        }
    }

    /** Id of the refund that an anchor is of. */
    static String refund(String anchor) {
        return anchor.substring(0, anchor.indexOf(SEPARATOR));
    }

    /** Whether the same would be told of a refund in this state. */
    static boolean says(String anchor, String status) {
        return anchor.endsWith(SEPARATOR + what(status));
    }

    private static String what(String status) {
        return GOOD.contains(status) ? MADE : VAIN.contains(status) ? FAILED : null;
    }
}
