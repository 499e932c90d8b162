package io.wheelwright.billing;

import io.wheelwright.billing.stripe.StripeAccount;
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

    /**
     * The living ones of {@code :org}, and those of which nobody knows whether they live, as it goes on after SELECT;
     * {@code :lately} is {@link #MISSING} ago, and {@code :live} the mode of the account: what is left over of test mode
     * charges nobody there.
     */
    public static final String LIVING = """
            FROM stripe_subscriptions
                  WHERE org_id = :org
                    AND (status NOT IN ('canceled', 'incomplete_expired') OR coalesce(hold, '') = 'illegal_transition')
                    AND (NOT :live OR coalesce(cast(facts ->> 'live' AS boolean), true))
                    AND (coalesce(hold, '') <> 'missing' OR coalesce(held_since > :lately, true)
                      OR (SELECT 2 * count(*) FILTER (WHERE hold = 'missing') > count(*) FROM stripe_subscriptions
                        WHERE status NOT IN ('canceled', 'incomplete_expired')
                          AND (NOT :live OR coalesce(cast(facts ->> 'live' AS boolean), true))))
            """;

    /** All are compared once a day. */
    private static final Duration COMPARED = Duration.ofHours(26);

    private static final String UNCOMPARED = """
            SELECT EXISTS (SELECT 1 FROM stripe_customers WHERE org_id = :org)
              AND coalesce((SELECT finished_at < :since FROM stripe_rounds WHERE name = 'sweep'), true)
            """;

    private static final String OF_THE_PRESENT_ONE =
            "SELECT min(subscription_id) AS id " + LIVING + " AND (org_uid IS NULL OR org_uid = :uid)";

    private final EntityManager database;
    private final StripeAccount account;
    private final Clock clock;

    LivingSubscriptions(EntityManager database, StripeAccount account, Clock clock) {
        this.database = database;
        this.account = account;
        this.clock = clock;
    }

    /**
     * Why nothing of the organization is destroyed by its biller's word, for people; as it was read from Stripe last. Who has
     * been a customer there may have paid again while nobody could tell the hub.
     */
    @Transactional
    public Optional<String> objection(String orgId, String orgUid) {
        Instant now = clock.instant();
        return living(orgId, orgUid, now)
                .map(
                        "Nothing is destroyed while its subscription %s lives at Stripe, which goes on charging: cancel it."
                                ::formatted)
                .or(() -> account.isConfigured() && isUnsure(orgId, now)
                        ? Optional.of("Nothing is destroyed before all subscriptions at Stripe were compared.")
                        : Optional.empty());
    }

    private Optional<String> living(String orgId, String orgUid, Instant now) {
        return Optional.ofNullable((String) database.createNativeQuery(OF_THE_PRESENT_ONE)
                .unwrap(NativeQuery.class)
                .addScalar("id", String.class)
                .setParameter("org", orgId)
                .setParameter("uid", orgUid)
                .setParameter("lately", now.minus(MISSING))
                .setParameter("live", account.isLive())
                .getSingleResult());
    }

    private boolean isUnsure(String orgId, Instant now) {
        return (Boolean) database.createNativeQuery(UNCOMPARED)
                .setParameter("org", orgId)
                .setParameter("since", now.minus(COMPARED))
                .getSingleResult();
    }
}
