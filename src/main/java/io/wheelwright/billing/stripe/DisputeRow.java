package io.wheelwright.billing.stripe;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.wheelwright.PageRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A dispute as it was read from Stripe last, and the states that it was seen in. */
@Entity
@DynamicUpdate
@Table(name = "disputes")
class DisputeRow extends PanacheEntityBase {

    /** As the index has it: written out, for the database to see that it serves. */
    private static final String SETTLED =
            DisputeStanding.settled().stream().map("'%s'"::formatted).collect(Collectors.joining(", "));

    @Id
    String disputeId;

    /** In the order in which they became known. */
    @Column(insertable = false, updatable = false)
    long seq;

    String orgId;
    String orgUid;
    boolean live;
    String chargeId;
    String invoiceId;
    String subscriptionId;
    Instant paidUntil;
    long amount;
    String currency;
    String reason;
    String status;
    Instant answerUntil;

    @JdbcTypeCode(SqlTypes.JSON)
    String statuses;

    long readSeq;
    Instant createdAt;
    Instant updatedAt;

    /** The row of a dispute, made if there is none, locked for this transaction. */
    static DisputeRow locked(String disputeId, String orgId, boolean live, Instant now) {
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO disputes (dispute_id, org_id, org_uid, live, charge_id, amount, currency, status, statuses,
                                              read_seq, created_at, updated_at)
                        VALUES (:id, :org, '', :live, '', 0, '', '', '[]', 0, :now, :now) ON CONFLICT DO NOTHING
                        """)
                .setParameter("id", disputeId)
                .setParameter("org", orgId)
                .setParameter("live", live)
                .setParameter("now", now)
                .executeUpdate();
        return findById(disputeId, LockModeType.PESSIMISTIC_WRITE);
    }

    static List<DisputeRow> page(String orgUid, boolean live, PageRequest page) {
        return DisputeRow.<DisputeRow>find(
                        "orgUid = ?1 and live = ?2 and seq > ?3", Sort.ascending("seq"), orgUid, live, page.after())
                .range(0, page.limit())
                .list();
    }

    static List<DisputeRow> of(String orgUid, boolean live) {
        return list("orgUid = ?1 and live = ?2", Sort.ascending("seq"), orgUid, live);
    }

    static List<DisputeRow> ofAll(Collection<String> orgUids, boolean live) {
        return list("orgUid in ?1 and live = ?2", Sort.ascending("seq"), orgUids, live);
    }

    /** Ids of those that are not settled, of whichever organization. */
    static List<String> undecided(boolean live) {
        return getEntityManager()
                .createQuery(
                        "select d.disputeId from DisputeRow d where d.live = :live and d.status not in (%s) order by d.seq"
                                .formatted(SETTLED),
                        String.class)
                .setParameter("live", live)
                .getResultList();
    }

    static long count(String orgUid, boolean live) {
        return count("orgUid = ?1 and live = ?2", orgUid, live);
    }

    /** The latest ones, the newest first. */
    static List<DisputeRow> latest(String orgUid, boolean live, int most) {
        return DisputeRow.<DisputeRow>find("orgUid = ?1 and live = ?2", Sort.descending("seq"), orgUid, live)
                .range(0, most - 1)
                .list();
    }

    /** Takes over what was read; says whether something else may follow from it than before. */
    boolean take(DisputeFacts read, Instant now) {
        Instant before = paidUntil;
        String paid = subscriptionId;
        chargeId = read.charge();
        invoiceId = read.invoice() == null ? invoiceId : read.invoice();
        subscriptionId = read.subscription() == null ? subscriptionId : read.subscription();
        paidUntil = read.paidUntil() == null ? paidUntil : read.paidUntil();
        amount = read.amount();
        currency = read.currency().toLowerCase(Locale.ROOT);
        reason = read.reason();
        answerUntil = read.answerUntil();
        createdAt = read.createdAt();
        if (read.status().equals(status)) {
            return !Objects.equals(paidUntil, before) || !Objects.equals(subscriptionId, paid);
        }
        statuses = SeenStatus.after(statuses, read.status(), now);
        status = read.status();
        updatedAt = now;
        return true;
    }

    /** What counts of it: a status that is not known changes nothing of what was known before. */
    DisputeFacts facts() {
        return new DisputeFacts(
                disputeId,
                chargeId,
                invoiceId,
                subscriptionId,
                paidUntil,
                amount,
                currency,
                reason,
                lastKnown(),
                answerUntil,
                createdAt);
    }

    DisputeView view() {
        return new DisputeView(
                disputeId,
                orgId,
                chargeId,
                invoiceId,
                amount,
                currency.toUpperCase(Locale.ROOT),
                reason,
                status,
                DisputeStanding.of(status).name(),
                answerUntil,
                createdAt,
                updatedAt,
                SeenStatus.of(statuses));
    }

    /** The last status that was known; the present one where none was. */
    private String lastKnown() {
        return isKnown(status)
                ? status
                : SeenStatus.of(statuses).stream()
                        .map(SeenStatus::status)
                        .filter(DisputeRow::isKnown)
                        .reduce((before, after) -> after)
                        .orElse(status);
    }

    private static boolean isKnown(String status) {
        return DisputeStanding.of(status) != DisputeStanding.unknown;
    }
}
