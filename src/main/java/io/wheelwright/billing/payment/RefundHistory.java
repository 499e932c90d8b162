package io.wheelwright.billing.payment;

import com.stripe.model.Refund;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.billing.stripe.BilledOrganizations.Billed;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.erasure.Tombstones;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

/** The refunds of organizations, whoever made them: what was read last, and what it was before. */
@ApplicationScoped
class RefundHistory {

    private final StripeAccount account;
    private final Customers customers;
    private final Tombstones tombstones;
    private final RefundMails mails;
    private final Clock clock;

    RefundHistory(StripeAccount account, Customers customers, Tombstones tombstones, RefundMails mails, Clock clock) {
        this.account = account;
        this.customers = customers;
        this.tombstones = tombstones;
        this.mails = mails;
        this.clock = clock;
    }

    /**
     * Keeps what was read of a refund, unless a later read is there; nothing of who was erased. It stays that of who had
     * it first.
     *
     * @param invoice that was paid; null where that is not known
     * @param sequence number of the read
     */
    void keep(Refund refund, Billed owner, String invoice, long sequence) {
        boolean fails = QuarkusTransaction.requiringNew().call(() -> write(refund, owner, invoice, sequence));
        if (fails) {
            Log.errorf(
                    "The refund %s of %s (%s) has failed: it did not reach the customer, and is owed",
                    refund.getId(), owner.orgId(), MoneyText.of(refund.getAmount(), refund.getCurrency()));
        }
    }

    @Transactional
    Page<RefundView> list(String orgId, PageRequest page) {
        String uid = customers.known(orgId).uid();
        return Page.of(
                RefundEntity.page(uid, account.isLive(), page),
                page.limit(),
                RefundEntity.count("orgUid = ?1 and live = ?2", uid, account.isLive()),
                refund -> refund.seq,
                RefundEntity::view);
    }

    /** Whether a refund was read with this status last, and it is known whose it is. */
    @Transactional
    boolean has(String refundId, String status) {
        return RefundEntity.of(refundId)
                .filter(refund -> refund.status.equals(status) && !refund.orgUid.isEmpty())
                .isPresent();
    }

    /** Says whether it has failed by this. */
    private boolean write(Refund refund, Billed owner, String invoice, long sequence) {
        if (tombstones.has(owner.orgId())) {
            return false;
        }
        Instant now = clock.instant();
        RefundEntity row = RefundEntity.locked(refund.getId(), owner.orgId(), account.isLive(), now);
        if (row.readSeq >= sequence) {
            return false;
        }
        row.readSeq = sequence;
        if (row.orgUid.isEmpty() && row.orgId.equals(owner.orgId()) && owner.orgUid() != null) {
            row.orgUid = owner.orgUid();
        }
        row.chargeId = refund.getCharge();
        row.invoiceId = invoice == null ? row.invoiceId : invoice;
        row.amount = refund.getAmount();
        row.currency = refund.getCurrency().toLowerCase(Locale.ROOT);
        row.reason = refund.getReason();
        row.failureReason = refund.getFailureReason();
        row.description = RefundCalls.metadata(refund).get(RefundCalls.DESCRIPTION);
        row.callId = RefundOwners.call(refund).orElse(null);
        row.createdAt = Instant.ofEpochSecond(refund.getCreated());
        boolean changed = row.enter(refund.getStatus(), now);
        if (changed) {
            mails.enqueue(row);
        }
        return changed && RefundMails.VAIN.contains(row.status);
    }
}
