package io.wheelwright.billing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.query.NativeQuery;

/** Subscriptions that live at Stripe: who is charged there does not lose the data, whatever a biller has said. */
@ApplicationScoped
public class LivingSubscriptions {

    /**
     * A subscription that Stripe has not had for so long is over, unless it has none of most: then it is more likely that the
     * key is of another account.
     */
    public static final Duration MISSING = Duration.ofDays(7);

    /** The living ones of {@code :org}, as it goes on after SELECT; {@code :lately} is {@link #MISSING} ago. */
    public static final String LIVING = """
            FROM stripe_subscriptions
                  WHERE org_id = :org AND status NOT IN ('canceled', 'incomplete_expired')
                    AND coalesce(hold, '') <> 'other_mode'
                    AND (coalesce(hold, '') <> 'missing' OR coalesce(held_since > :lately, true)
                      OR (SELECT 2 * count(*) FILTER (WHERE hold = 'missing') > count(*) FROM stripe_subscriptions
                        WHERE status NOT IN ('canceled', 'incomplete_expired')))
            """;

    private static final String OF_THE_PRESENT_ONE =
            "SELECT min(subscription_id) AS id " + LIVING + " AND (org_uid IS NULL OR org_uid = :uid)";

    private final EntityManager database;
    private final Clock clock;

    LivingSubscriptions(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Why nothing of the organization is destroyed by its biller's word, for people; as it was read from Stripe last. */
    @Transactional
    public Optional<String> objection(String orgId, String orgUid) {
        Instant now = clock.instant();
        return Optional.ofNullable((String) database.createNativeQuery(OF_THE_PRESENT_ONE)
                        .unwrap(NativeQuery.class)
                        .addScalar("id", String.class)
                        .setParameter("org", orgId)
                        .setParameter("uid", orgUid)
                        .setParameter("lately", now.minus(MISSING))
                        .getSingleResult())
                .map(
                        "Nothing is destroyed while its subscription %s lives at Stripe, which goes on charging: cancel it."
                                ::formatted);
    }
}
