package io.wheelwright.billing.metering;

import io.wheelwright.billing.payment.MeterEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What Stripe was told, or may have been, of the same customer and meter between two times, beside an event. In the caller's
 * transaction.
 */
record Neighbors(MeterEvent event, Instant from, Instant to) {

    /** Stripe's sums lag behind what it was told. */
    private static final Duration LAG = Duration.ofHours(1);

    /**
     * What is known of them.
     *
     * @param done units that Stripe has counted
     * @param uncertain units of which it is not known either
     * @param areFresh whether Stripe was told of some, or has taken some back, so shortly before that its sums may not say so
     */
    record Known(long done, long uncertain, boolean areFresh) {}

    Known look(Instant now) {
        return new Known(
                sum("state = 'done'"),
                sum("(state = 'waiting' AND first_sent_at IS NOT NULL OR failure = 'unknown')"),
                sum("(state = 'done' AND finished_at > '%1$s' OR cancelled_at > '%1$s')".formatted(now.minus(LAG))) > 0
                        || areBeingTakenBack());
    }

    /** Those of the same organization that Stripe's sums of this time decide as well. */
    List<UUID> asDoubtful(Instant now) {
        return MeterEvent.getEntityManager()
                .createQuery("""
                        SELECT id FROM MeterEvent WHERE orgUid = :org AND customerId = :customer AND meterId = :meter
                        AND live = :live AND state = :waiting AND firstSentAt < :certain
                        AND bookedAt >= :from AND bookedAt < :to
                        AND coalesce(firstBookedAt, bookedAt) >= :from AND coalesce(firstBookedAt, bookedAt) < :to
                        AND id <> :id
                        """, UUID.class)
                .setParameter("org", event.orgUid)
                .setParameter("customer", event.customerId)
                .setParameter("meter", event.meterId)
                .setParameter("live", event.live)
                .setParameter("waiting", MeterEventState.waiting)
                .setParameter("certain", now.minus(MeterEvent.CERTAIN))
                .setParameter("from", from)
                .setParameter("to", to)
                .setParameter("id", event.id)
                .getResultList();
    }

    /** Whether Stripe may have taken something back that its sums have, and that is not recorded yet. */
    private boolean areBeingTakenBack() {
        return !MeterEvent.getEntityManager()
                .createNativeQuery("""
                        SELECT 1 FROM stripe_calls c JOIN meter_events e ON e.id = cast(c.request ->> 'event' AS uuid)
                        WHERE c.kind = :kind AND c.state = 'waiting' AND c.live = :live
                        AND e.customer_id = :customer AND e.meter_id = :meter LIMIT 1
                        """)
                .setParameter("kind", MeterEvents.CANCELLATION)
                .setParameter("live", event.live)
                .setParameter("customer", event.customerId)
                .setParameter("meter", event.meterId)
                .getResultList()
                .isEmpty();
    }

    private long sum(String which) {
        return ((Number) MeterEvent.getEntityManager()
                        .createNativeQuery("""
                                SELECT coalesce(sum(units), 0) FROM meter_events WHERE %s AND id <> :id
                                AND customer_id = :customer AND meter_id = :meter AND live = :live
                                AND booked_at >= :from AND booked_at < :to
                                """.formatted(which))
                        .setParameter("id", event.id)
                        .setParameter("customer", event.customerId)
                        .setParameter("meter", event.meterId)
                        .setParameter("live", event.live)
                        .setParameter("from", from)
                        .setParameter("to", to)
                        .getSingleResult())
                .longValue();
    }
}
