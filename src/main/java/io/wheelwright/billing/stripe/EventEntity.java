package io.wheelwright.billing.stripe;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.wheelwright.Backoff;
import io.wheelwright.PageRequest;
import io.wheelwright.billing.stripe.Subject.Kind;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/** An event that Stripe has sent. */
@Entity
@DynamicUpdate
@Table(name = "stripe_events")
class EventEntity extends PanacheEntityBase {

    /** With the waits between them, about three days. */
    static final int MOST_ATTEMPTS = 84;

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofHours(1));

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String eventId;
    String type;
    String apiVersion;
    String customerId;
    String subscriptionId;

    String refundId;
    String disputeId;
    String testClockId;
    long deliveries;

    @Enumerated(EnumType.STRING)
    EventState state;

    int attempts;
    Instant nextAt;
    String note;
    Instant receivedAt;
    Instant settledAt;

    /** What came of a delivery. */
    record Stored(EventState state, boolean isNew) {}

    /** Stores an event once, in the caller's transaction; a later delivery of it is counted. */
    static Stored store(StripeEvent event, StripeEvent.Arrival arrival, Instant now) {
        Object[] row = (Object[]) getEntityManager()
                .createNativeQuery("""
                        INSERT INTO stripe_events (event_id, type, api_version, customer_id, subscription_id,
                                                   refund_id, dispute_id, test_clock_id, state, note, next_at,
                                                   received_at, settled_at)
                        VALUES (:event, :type, cast(:version AS text), cast(:customer AS text),
                                cast(:subscription AS text), cast(:refund AS text),
                                cast(:dispute AS text), cast(:clock AS text), :state, cast(:note AS text), :now, :now,
                                CASE WHEN :state = 'pending' THEN NULL ELSE cast(:now AS timestamptz) END)
                        ON CONFLICT (event_id) DO UPDATE SET deliveries = stripe_events.deliveries + 1
                        RETURNING state, deliveries
                        """)
                .setParameter("event", event.id())
                .setParameter("type", event.type())
                .setParameter("version", event.apiVersion())
                .setParameter("customer", event.about(Kind.customer))
                .setParameter("subscription", event.about(Kind.subscription))
                .setParameter("refund", event.about(Kind.refund))
                .setParameter("dispute", event.about(Kind.dispute))
                .setParameter("clock", event.about(Kind.test_clock))
                .setParameter("state", arrival.state().name())
                .setParameter("note", arrival.note())
                .setParameter("now", now)
                .getSingleResult();
        return new Stored(EventState.valueOf((String) row[0]), ((Number) row[1]).longValue() == 1);
    }

    /** Whether one about it is yet to be worked off. */
    static boolean isAwaited(Subject subject) {
        return !getEntityManager()
                .createNativeQuery("SELECT id FROM stripe_events WHERE state = 'pending' AND %s = :of LIMIT 1"
                        .formatted(subject.kind().column()))
                .setParameter("of", subject.id())
                .getResultList()
                .isEmpty();
    }

    /**
     * Deletes some that were settled before an instant, in the caller's transaction.
     *
     * @return how many
     */
    static int expire(Instant before, int most) {
        return getEntityManager()
                .createNativeQuery("""
                        DELETE FROM stripe_events WHERE id IN (
                          SELECT id FROM stripe_events WHERE settled_at < :before ORDER BY settled_at LIMIT :most)
                        """)
                .setParameter("before", before)
                .setParameter("most", most)
                .executeUpdate();
    }

    /** The one that has been due for the longest time, locked for this transaction. */
    static Optional<EventEntity> due(Instant now) {
        return locked("ORDER BY next_at, id LIMIT 1", now, null).stream().findFirst();
    }

    /** All that are due of a subject and that nobody else has, locked for this transaction. */
    static List<EventEntity> due(Subject subject, Instant now) {
        return locked("AND %s = :of ORDER BY id".formatted(subject.kind().column()), now, subject.id());
    }

    static Optional<EventEntity> of(String eventId) {
        return find("eventId", eventId).firstResultOptional();
    }

    /**
     * The latest about subscriptions that name an organization, and about its disputes, the newest first: no more than that of
     * each is read.
     *
     * @param orgUid null where its resource was not seen
     */
    @SuppressWarnings("unchecked")
    static List<EventEntity> latest(String orgId, String orgUid, int most) {
        return getEntityManager()
                .createNativeQuery("""
                        SELECT e.* FROM stripe_subscriptions s CROSS JOIN LATERAL (
                          SELECT * FROM stripe_events WHERE subscription_id = s.subscription_id ORDER BY id DESC LIMIT :most) e
                        WHERE s.org_id = :org
                        UNION ALL
                        SELECT e.* FROM disputes d CROSS JOIN LATERAL (
                          SELECT * FROM stripe_events WHERE dispute_id = d.dispute_id ORDER BY id DESC LIMIT :most) e
                        WHERE d.org_uid = :uid
                        ORDER BY id DESC LIMIT :most
                        """, EventEntity.class)
                .setParameter("org", orgId)
                .setParameter("uid", Objects.requireNonNullElse(orgUid, ""))
                .setParameter("most", most)
                .getResultList();
    }

    static List<EventEntity> page(Optional<EventState> state, PageRequest page) {
        return state.isPresent()
                ? EventEntity.<EventEntity>find(
                                "state = ?1 and id > ?2", Sort.ascending("id"), state.get(), page.after())
                        .range(0, page.limit())
                        .list()
                : EventEntity.<EventEntity>find("id > ?1", Sort.ascending("id"), page.after())
                        .range(0, page.limit())
                        .list();
    }

    static long count(Optional<EventState> state) {
        return state.isPresent() ? count("state", state.get()) : count();
    }

    /** What it is about, if it is pending. */
    Subject subject() {
        if (StripeEvent.isAboutMeters(type)) {
            return new Subject(Kind.meter_error, eventId);
        }
        if (refundId != null) {
            return new Subject(Kind.refund, refundId);
        }
        if (disputeId != null) {
            return new Subject(Kind.dispute, disputeId);
        }
        if (testClockId != null) {
            return new Subject(Kind.test_clock, testClockId);
        }
        return subscriptionId == null
                ? new Subject(Kind.customer, customerId)
                : new Subject(Kind.subscription, subscriptionId);
    }

    void settle(EventState state, String note, Instant now) {
        this.state = state;
        this.note = note;
        this.settledAt = now;
    }

    /** Nothing follows from it, and no more than its type is kept. */
    void forget(String note, Instant now) {
        subscriptionId = null;
        customerId = null;
        refundId = null;
        disputeId = null;
        testClockId = null;
        settle(EventState.ignored, note, now);
    }

    /** Tries it again later, for days; says whether that was the last try. */
    boolean postpone(String why, Instant now) {
        attempts++;
        note = why;
        nextAt = now.plus(BACKOFF.after(attempts - 1));
        if (attempts >= MOST_ATTEMPTS) {
            settle(EventState.dead, why, now);
        }
        return state == EventState.dead;
    }

    /** Begins anew. */
    void replay(Instant now) {
        state = EventState.pending;
        attempts = 0;
        nextAt = now;
        settledAt = null;
    }

    StripeEventView view() {
        return new StripeEventView(
                eventId,
                type,
                state.name(),
                subscriptionId,
                customerId,
                refundId,
                disputeId,
                apiVersion,
                deliveries,
                attempts,
                note,
                receivedAt,
                settledAt,
                state == EventState.pending ? nextAt : null);
    }

    @SuppressWarnings("unchecked")
    private static List<EventEntity> locked(String which, Instant now, String of) {
        var due = getEntityManager()
                .createNativeQuery(
                        "SELECT * FROM stripe_events WHERE state = 'pending' AND next_at <= :now %s FOR UPDATE SKIP LOCKED"
                                .formatted(which),
                        EventEntity.class)
                .setParameter("now", now);
        return (of == null ? due : due.setParameter("of", of)).getResultList();
    }
}
