package io.wheelwright.usage;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.fleet.SpokeRebound;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets a spoke report so many times in any hour, whichever hub it reports to. What is admitted is counted in the
 * spoke's row, which stays locked to the end of the transaction: reports of one spoke take turns.
 */
@ApplicationScoped
class Reporters {

    private static final Duration WINDOW = RateLimit.USAGE.window();

    private static final String ADMIT = """
            INSERT INTO usage_reporters AS r (spoke_uid, spoke_id, org_id, org_uid, taken)
            VALUES (:uid, :spoke, :org, cast(:orgUid AS text), ARRAY[cast(:now AS timestamptz)])
            ON CONFLICT (spoke_uid) DO UPDATE SET
              spoke_id = excluded.spoke_id, org_id = excluded.org_id, org_uid = excluded.org_uid,
              taken = ARRAY(SELECT t FROM unnest(r.taken) t WHERE t > :since) || cast(:now AS timestamptz)
            WHERE (SELECT count(*) FROM unnest(r.taken) t WHERE t > :since) < :most
            """;

    private static final String OLDEST =
            "SELECT min(t) FROM usage_reporters r, unnest(r.taken) t WHERE spoke_uid = :uid AND t > :since";

    private final EntityManager database;
    private final RateLimits limits;
    private final long most;
    private final Clock clock;

    Reporters(EntityManager database, RateLimits limits, WheelwrightConfig config, Clock clock) {
        this.database = database;
        this.limits = limits;
        this.most = config.limits().usage();
        this.clock = clock;
    }

    /** Ends the request if the spoke has reported too often. */
    @Transactional(TxType.MANDATORY)
    void admit(Tenant spoke) {
        Instant now = clock.instant();
        int admitted = database.createNativeQuery(ADMIT)
                .setParameter("uid", spoke.spokeUid())
                .setParameter("spoke", spoke.spokeId())
                .setParameter("org", spoke.orgId())
                .setParameter("orgUid", spoke.orgUid())
                .setParameter("now", now)
                .setParameter("since", now.minus(WINDOW))
                .setParameter("most", most)
                .executeUpdate();
        if (admitted == 0) {
            throw limits.refusal(
                    RateLimit.USAGE,
                    "A spoke may report its usage " + most + " times an hour: report again later.",
                    Duration.between(now, oldest(spoke, now).plus(WINDOW)));
        }
    }

    /** Usage is the instance's, under whatever resource; what the new one has reported already stays as it is. */
    void follow(@Observes SpokeRebound rebound) {
        int moved = database.createNativeQuery("""
                        UPDATE usage_reporters SET spoke_uid = :to WHERE spoke_uid = :from
                        AND NOT EXISTS (SELECT 1 FROM usage_reporters WHERE spoke_uid = :to)
                        """)
                .setParameter("to", rebound.spokeUid())
                .setParameter("from", rebound.formerUid())
                .executeUpdate();
        if (moved > 0) {
            move("usage_reports", rebound);
            move("usage_totals", rebound);
        }
    }

    private void move(String table, SpokeRebound rebound) {
        database.createNativeQuery("UPDATE " + table + " SET spoke_uid = :to WHERE spoke_uid = :from")
                .setParameter("to", rebound.spokeUid())
                .setParameter("from", rebound.formerUid())
                .executeUpdate();
    }

    private Instant oldest(Tenant spoke, Instant now) {
        return (Instant) database.createNativeQuery(OLDEST, Instant.class)
                .setParameter("uid", spoke.spokeUid())
                .setParameter("since", now.minus(WINDOW))
                .getSingleResult();
    }
}
