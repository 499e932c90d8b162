package io.wheelwright.billing.stripe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.query.NativeQuery;

/** How far the rounds beside the events have come. */
@ApplicationScoped
class Rounds {

    static final String BACKFILL = "backfill";
    static final String SWEEP = "sweep";

    private final EntityManager database;
    private final Clock clock;

    Rounds(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** By Stripe's clock up to when all events are known; before the first round, when the newest one came, or now. */
    @Transactional
    Instant reached() {
        Object reached = database.createNativeQuery("""
                        SELECT coalesce(reached_at, (SELECT max(received_at) FROM stripe_events)) AS reached
                        FROM stripe_rounds WHERE name = :name
                        """)
                .unwrap(NativeQuery.class)
                .addScalar("reached", Instant.class)
                .setParameter("name", BACKFILL)
                .getSingleResult();
        return Optional.ofNullable((Instant) reached).orElseGet(clock::instant);
    }

    /** One has gone through. */
    @Transactional
    void finish(String name, Instant reached, long found) {
        database.createNativeQuery("""
                        UPDATE stripe_rounds SET reached_at = cast(:reached AS timestamptz), finished_at = :now, found = :found
                        WHERE name = :name
                        """)
                .setParameter("reached", reached == null ? null : reached.toString())
                .setParameter("now", clock.instant())
                .setParameter("found", found)
                .setParameter("name", name)
                .executeUpdate();
    }
}
