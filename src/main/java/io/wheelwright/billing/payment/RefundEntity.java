package io.wheelwright.billing.payment;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.wheelwright.PageRequest;
import io.wheelwright.billing.stripe.SeenStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A refund as it was read from Stripe last, and the states that it was seen in. */
@Entity
@DynamicUpdate
@Table(name = "refunds")
class RefundEntity extends PanacheEntityBase {

    @Id
    String refundId;

    /** In the order in which they became known. */
    @Column(insertable = false, updatable = false)
    long seq;

    String orgId;
    String orgUid;
    boolean live;
    String chargeId;
    String invoiceId;
    long amount;
    String currency;
    String reason;
    String status;
    String failureReason;
    String description;

    /** The call that has made it; null where it was made in Stripe's dashboard. */
    UUID callId;

    @JdbcTypeCode(SqlTypes.JSON)
    String statuses;

    long readSeq;
    Instant createdAt;
    Instant updatedAt;

    /** The row of a refund, made if there is none, locked for this transaction. */
    static RefundEntity locked(String refundId, String orgId, boolean live, Instant now) {
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO refunds (refund_id, org_id, org_uid, live, charge_id, amount, currency, status, statuses,
                                             read_seq, created_at, updated_at)
                        VALUES (:id, :org, '', :live, '', 0, '', '', '[]', 0, :now, :now) ON CONFLICT DO NOTHING
                        """)
                .setParameter("id", refundId)
                .setParameter("org", orgId)
                .setParameter("live", live)
                .setParameter("now", now)
                .executeUpdate();
        return findById(refundId, LockModeType.PESSIMISTIC_WRITE);
    }

    static Optional<RefundEntity> of(String refundId) {
        return findByIdOptional(refundId);
    }

    static List<RefundEntity> page(String orgUid, boolean live, PageRequest page) {
        return RefundEntity.<RefundEntity>find(
                        "orgUid = ?1 and live = ?2 and seq > ?3", Sort.ascending("seq"), orgUid, live, page.after())
                .range(0, page.limit())
                .list();
    }

    /** The latest ones, the newest first. */
    static List<RefundEntity> latest(String orgUid, boolean live, int most) {
        return RefundEntity.<RefundEntity>find("orgUid = ?1 and live = ?2", Sort.descending("seq"), orgUid, live)
                .range(0, most - 1)
                .list();
    }

    /** Says whether this is another state than it was in. */
    boolean enter(String status, Instant now) {
        if (status.equals(this.status)) {
            return false;
        }
        statuses = SeenStatus.after(statuses, status, now);
        this.status = status;
        updatedAt = now;
        return true;
    }

    RefundView view() {
        return new RefundView(
                refundId,
                orgId,
                chargeId,
                invoiceId,
                amount,
                currency.toUpperCase(Locale.ROOT),
                reason,
                status,
                failureReason,
                description,
                callId,
                createdAt,
                updatedAt,
                SeenStatus.of(statuses));
    }
}
