package io.wheelwright.billing.stripe;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A subscription at Stripe as it was read last. */
@Entity
@DynamicUpdate
@Table(name = "stripe_subscriptions")
class SubscriptionRow extends PanacheEntityBase {

    /** Comes before every read. */
    static final long UNREAD = 0;

    @Id
    String subscriptionId;

    String customerId;
    String orgId;

    /** The organization that it was bound to first: a later one of the same name is another. */
    String orgUid;

    String status;

    @JdbcTypeCode(SqlTypes.JSON)
    String facts;

    long readSeq;
    Instant readAt;

    /** When what was read has last counted for its organization; null for never. */
    Instant followedAt;

    /** When to read it again though nobody tells of a change. */
    Instant lookAt;

    /** Why nothing follows from it although there is something; null otherwise. */
    @Enumerated(EnumType.STRING)
    Hold hold;

    /** Since when nothing follows for that reason. */
    Instant heldSince;

    String note;

    /** End of the period of which all that was paid has gone back; null for none. */
    Instant refundedUntil;

    /** Number of the read that has said so, or otherwise. */
    long refundsSeq;

    /** How often it was looked at in vain since Stripe answered last. */
    int attempts;

    /**
     * Takes over what was read, unless a later read is there, or nothing leads there from what was read before.
     *
     * @return the name of the organization that is not named any more, if that is so
     */
    static Optional<String> take(SubscriptionFacts heard, long sequence, Instant now) {
        SubscriptionFacts read = heard.testClock() == null ? heard : afterWhatIsKnown(heard);
        Optional<String> before = names(read.id());
        int taken = getEntityManager()
                .createNativeQuery("""
                        INSERT INTO stripe_subscriptions
                          (subscription_id, customer_id, org_id, status, facts, read_seq, read_at, look_at)
                        VALUES (:id, :customer, cast(:org AS text), :status, cast(:facts AS jsonb), :seq, :now,
                          cast(:look AS timestamptz))
                        ON CONFLICT (subscription_id) DO UPDATE
                        SET customer_id = excluded.customer_id, org_id = coalesce(excluded.org_id, stripe_subscriptions.org_id),
                            status = excluded.status,
                            facts = excluded.facts, read_seq = excluded.read_seq, read_at = excluded.read_at,
                            look_at = coalesce(stripe_subscriptions.look_at, excluded.look_at),
                            hold = CASE WHEN stripe_subscriptions.hold NOT IN (:unread)
                                        THEN stripe_subscriptions.hold END,
                            org_uid = CASE WHEN coalesce(excluded.org_id, stripe_subscriptions.org_id)
                                               = stripe_subscriptions.org_id THEN stripe_subscriptions.org_uid END
                        WHERE stripe_subscriptions.read_seq < excluded.read_seq
                        AND stripe_subscriptions.status NOT IN (:never)
                        """)
                .setParameter("unread", Hold.unread())
                .setParameter("never", SubscriptionStatus.neverBefore(read.status()))
                .setParameter("id", read.id())
                .setParameter("customer", read.customer())
                .setParameter("org", read.orgId())
                .setParameter("status", read.status())
                .setParameter("facts", Json.write(read))
                .setParameter("seq", sequence)
                .setParameter("now", now)
                .setParameter(
                        "look",
                        Looks.usual(read.isOver(), now).map(Instant::toString).orElse(null))
                .executeUpdate();
        return before.filter(former -> taken > 0 && read.orgId() != null && !former.equals(read.orgId()));
    }

    private static SubscriptionFacts afterWhatIsKnown(SubscriptionFacts heard) {
        return lockedOf(heard.id()).map(row -> heard.after(row.facts())).orElse(heard);
    }

    /** The organization that it names by what is known, so that no other read changes that before the end of this transaction. */
    private static Optional<String> names(String subscriptionId) {
        List<?> names = getEntityManager()
                .createNativeQuery("""
                        SELECT org_id FROM stripe_subscriptions WHERE subscription_id = :id AND org_id IS NOT NULL FOR UPDATE
                        """)
                .setParameter("id", subscriptionId)
                .getResultList();
        return names.stream().map(String.class::cast).findFirst();
    }

    static List<SubscriptionRow> of(String orgId) {
        return list("orgId", Sort.ascending("subscriptionId"), orgId);
    }

    /** The same, so that no read changes them before the end of this transaction. */
    static List<SubscriptionRow> locked(String orgId) {
        return SubscriptionRow.<SubscriptionRow>find("orgId", Sort.ascending("subscriptionId"), orgId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Those of several organizations. */
    static List<SubscriptionRow> ofAll(Collection<String> orgIds) {
        return list("orgId in ?1", Sort.ascending("subscriptionId"), orgIds);
    }

    /** Those of several customers of Stripe. */
    static List<SubscriptionRow> ofPayers(Collection<String> customerIds) {
        return list("customerId in ?1", Sort.ascending("subscriptionId"), customerIds);
    }

    static Optional<SubscriptionRow> lockedOf(String subscriptionId) {
        return findByIdOptional(subscriptionId, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Name of the organization of a subscription; empty where it names none, or is not known. */
    static Optional<String> organization(String subscriptionId) {
        return SubscriptionRow.<SubscriptionRow>findByIdOptional(subscriptionId).map(row -> row.orgId);
    }

    /** The one that is to be looked at for the longest time and that nobody else has. */
    static Optional<SubscriptionRow> due(Instant now) {
        return getEntityManager()
                .createNativeQuery(
                        "SELECT * FROM stripe_subscriptions WHERE look_at <= :now ORDER BY look_at LIMIT 1"
                                + " FOR UPDATE SKIP LOCKED",
                        SubscriptionRow.class)
                .setParameter("now", now)
                .getResultStream()
                .map(SubscriptionRow.class::cast)
                .findFirst();
    }

    /** Has all that are known of a customer read again; says whether any is. */
    static boolean lookAtAllOf(String customerId, Instant now) {
        return lookAtThose("customer_id = :value", customerId, now) > 0;
    }

    /** Has all read again that go by a test clock; says whether any does. */
    static boolean lookAtAllBy(String testClockId, Instant now) {
        return lookAtThose("facts -> 'testClock' ->> 'id' = :value", testClockId, now) > 0;
    }

    /** Has all read again that name an organization; says whether any does. */
    static boolean lookAtAllNaming(String orgId, Instant now) {
        return lookAtThose("org_id = :value", orgId, now) > 0;
    }

    /** Has these read again. */
    static void lookAt(Collection<String> subscriptionIds, Instant now) {
        if (!subscriptionIds.isEmpty()) {
            lookAtThose("subscription_id IN (:value)", subscriptionIds, now);
        }
    }

    /** Has all read again that are held for a reason. */
    static void lookAtAll(Hold hold, Instant now) {
        lookAtThose("hold = :value", hold.name(), now);
    }

    /**
     * Locks these, and all that name an organization that one of them names by what is known: one that is not named any more
     * is looked at again. In one order, so that of two who want the same ones none waits for the other for ever.
     */
    static void lockWithOthers(Collection<String> subscriptionIds) {
        if (!subscriptionIds.isEmpty()) {
            getEntityManager()
                    .createNativeQuery("""
                            SELECT subscription_id FROM stripe_subscriptions WHERE subscription_id IN (:ids)
                            OR org_id = ANY (ARRAY(SELECT org_id FROM stripe_subscriptions WHERE subscription_id IN (:ids)))
                            ORDER BY subscription_id FOR UPDATE
                            """)
                    .setParameter("ids", subscriptionIds)
                    .getResultList();
        }
    }

    /** Takes their rows in one order, so that of two who want the same ones none waits for the other for ever. */
    private static int lookAtThose(String which, Object value, Instant now) {
        return getEntityManager()
                .createNativeQuery("""
                        UPDATE stripe_subscriptions SET look_at = :now WHERE subscription_id IN
                        (SELECT subscription_id FROM stripe_subscriptions WHERE %s ORDER BY subscription_id FOR UPDATE)
                        """.formatted(which))
                .setParameter("now", now)
                .setParameter("value", value)
                .executeUpdate();
    }

    static boolean isKnown(String subscriptionId) {
        return count("subscriptionId", subscriptionId) > 0;
    }

    /** What was decided about it, and when it is looked at again. */
    void settle(Decision decision, Instant now) {
        settle(decision, decision.facts(), now);
    }

    /** The same where more is stated than was decided. */
    void settle(Decision decision, BillingFacts stated, Instant now) {
        if (decision.hold() == null) {
            heldSince = null;
        } else if (hold != decision.hold() || heldSince == null) {
            heldSince = now;
        }
        attempts = 0;
        hold = decision.hold();
        note = decision.note();
        lookAt = decision.hold() == null ? Looks.next(stated, facts().isOver(), now) : Looks.held(now);
    }

    /** Whether it could not be read when that was tried last, or nobody would believe what was. */
    boolean isUnread() {
        return hold != null && hold.isUnread();
    }

    /** Whether it may live, and is known only as it was before. */
    boolean isDoubtful() {
        return hold == Hold.illegal_transition || isUnread() && !facts().isOver();
    }

    SubscriptionFacts facts() {
        return Json.read(facts, SubscriptionFacts.class);
    }
}
