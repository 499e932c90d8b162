package io.wheelwright.billing.metering;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The usage of an organization that Stripe is still to be told of. In the caller's transaction.
 *
 * @param live of which mode of the account
 */
record WaitingEvents(String orgUid, boolean live) {

    private static final String WHOSE = " WHERE org_uid = :org AND live = :live AND state = 'waiting'";

    /**
     * Those that are due, as far as a page goes. First come those of which Stripe's sums are to say whether it has counted
     * them: what is told meanwhile is in no sum yet.
     */
    List<UUID> due(Instant now, int most) {
        return page("nextAt <= :value", now, now, most);
    }

    /** Those of a subscription, due or not, in the same order. */
    List<UUID> of(String subscriptionId, Instant now, int most) {
        return page("subscriptionId = :value", subscriptionId, now, most);
    }

    private List<UUID> page(String which, Object value, Instant now, int most) {
        return database()
                .createQuery("""
                        SELECT id FROM MeterEvent WHERE orgUid = :org AND live = :live AND state = :waiting AND %s
                        ORDER BY CASE WHEN firstSentAt < :certain THEN 0 ELSE 1 END, nextAt, seq
                        """.formatted(which), UUID.class)
                .setParameter("org", orgUid)
                .setParameter("live", live)
                .setParameter("waiting", MeterEventState.waiting)
                .setParameter("value", value)
                .setParameter("certain", now.minus(MeterEvent.CERTAIN))
                .setMaxResults(most)
                .getResultList();
    }

    boolean isEmpty() {
        return next().isEmpty();
    }

    /** Whether none of a subscription is among them. */
    boolean isEmpty(String subscriptionId) {
        return of(subscriptionId, Instant.EPOCH, 1).isEmpty();
    }

    /** When the first one is due; empty where none waits. */
    Optional<Instant> next() {
        return Optional.ofNullable((Instant) database()
                .createNativeQuery("SELECT min(next_at) FROM meter_events" + WHOSE, Instant.class)
                .setParameter("org", orgUid)
                .setParameter("live", live)
                .getSingleResult());
    }

    /** Those of a subscription are due now. */
    void hurry(String subscriptionId, Instant now) {
        database()
                .createNativeQuery("UPDATE meter_events SET next_at = :now" + WHOSE + " AND subscription_id = :id")
                .setParameter("now", now)
                .setParameter("org", orgUid)
                .setParameter("live", live)
                .setParameter("id", subscriptionId)
                .executeUpdate();
    }

    /** All of a customer of Stripe at a price wait on, each as long as it has waited so far ({@link MeterEvent#postpone}). */
    void postpone(String customerId, String priceId, String why, Instant now) {
        database()
                .createNativeQuery("""
                        UPDATE meter_events SET error = :why, error_code = NULL,
                          next_at = cast(:now AS timestamptz) + least(interval '1 second' * :longest,
                            greatest(interval '1 second' * :shortest, cast(:now AS timestamptz) - counted_at))
                        """ + WHOSE + " AND customer_id = :customer AND price_id = :price")
                .setParameter("why", why)
                .setParameter("now", now)
                .setParameter("longest", MeterEvent.LONGEST.toSeconds())
                .setParameter("shortest", MeterEvent.SHORTEST.toSeconds())
                .setParameter("org", orgUid)
                .setParameter("live", live)
                .setParameter("customer", customerId)
                .setParameter("price", priceId)
                .executeUpdate();
    }

    private static EntityManager database() {
        return MeterEvent.getEntityManager();
    }
}
