package io.wheelwright.billing.stripe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.query.NativeQuery;

/** How far the rounds beside the events have come. */
@ApplicationScoped
class Rounds {

    static final String REFUNDS = "refunds";
    static final String DISPUTES = "disputes";

    private static final String BACKFILL = "backfill";
    private static final String SWEEP = "sweep";

    /** Stripe lists no earlier events. */
    private static final Duration LISTED = Duration.ofDays(30);

    private final EntityManager database;
    private final Clock clock;

    Rounds(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** By Stripe's clock up to when all events are known; before the first round, the beginning of what Stripe lists. */
    @Transactional
    Instant reached() {
        return reached(BACKFILL);
    }

    /** The same of another list; before its first round, as far back as events go. */
    @Transactional
    Instant reached(String round) {
        Object reached = database.createNativeQuery("SELECT reached_at FROM stripe_rounds WHERE name = :name")
                .unwrap(NativeQuery.class)
                .addScalar("reached_at", Instant.class)
                .setParameter("name", round)
                .getSingleResult();
        return reached == null ? clock.instant().minus(LISTED) : (Instant) reached;
    }

    /** Whether a list was gone through last so long ago that Stripe does not list all events since; not if never. */
    @Transactional
    boolean isLongAgo(String round) {
        Number outlived = (Number) database.createNativeQuery(
                        "SELECT count(*) FROM stripe_rounds WHERE name = :name AND finished_at < :listed")
                .setParameter("name", round)
                .setParameter("listed", clock.instant().minus(LISTED))
                .getSingleResult();
        return outlived.longValue() > 0;
    }

    /** All events up to then are known; those that a test clock has dated ahead say nothing of what comes until then. */
    @Transactional
    void fetched(Instant reached) {
        Instant now = clock.instant();
        fetched(BACKFILL, reached.isAfter(now) ? now : reached);
    }

    /** All of another list that was made up to then is known. */
    @Transactional
    void fetched(String round, Instant reached) {
        finish("reached_at = :result", round, reached);
    }

    /** All subscriptions were compared. */
    @Transactional
    void compared(long drift) {
        finish("found = :result", SWEEP, drift);
    }

    private void finish(String what, String name, Object result) {
        database.createNativeQuery("UPDATE stripe_rounds SET finished_at = :now, " + what + " WHERE name = :name")
                .setParameter("now", clock.instant())
                .setParameter("result", result)
                .setParameter("name", name)
                .executeUpdate();
    }
}
