package io.wheelwright.erasure;

import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.billing.LivingSubscriptions;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.erasure.Departure.Former;
import io.wheelwright.organization.LegalHolds;
import io.wheelwright.organization.OwnOrganization;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.hibernate.query.NativeQuery;

/** Finds out how a customer stands who has gone. */
@ApplicationScoped
class GoneCustomers {

    private static final String STANDING = """
            SELECT (SELECT max(delete_after) FROM scheduled_deletions
                WHERE org_id = :org AND state <> 'restored') AS kept_until,
              coalesce(
                (SELECT 'Its instance ' || min(spoke_id) || ' is not destroyed yet.' FROM scheduled_deletions
                  WHERE org_id = :org AND finished_at IS NULL),
                (SELECT 'Its spoke ' || min(spoke_id) || ' is still there.' FROM spokes
                  WHERE org_id = :org AND gone_at IS NULL),
                (SELECT 'A change of its ' || min(kind) || ' is on its way.' FROM outbox
                  WHERE state = 'pending' AND (kind = 'Organization' AND name = :org
                    OR kind = 'Spoke' AND manifest -> 'spec' ->> 'organizationRef' = :org)),
                (SELECT 'Its subscription ' || min(subscription_id) || ' lives at Stripe.' """ + LivingSubscriptions.LIVING + """
                ),
                (SELECT 'Its call to Stripe (' || min(kind) || ') waits.' FROM stripe_calls
                  WHERE org_id = :org AND state = 'waiting' AND created_at > :lately),
                (SELECT 'Its export ' || min(cast(id AS text)) || ' is wanted.' FROM exports
                  WHERE org_id = :org AND (state = 'pending' OR state = 'ready' AND link_expires_at > :now))) AS obstacle
            """;

    private static final String FORMERS = """
            SELECT gone_at, cast(billing AS text) AS billing, retention_days FROM organizations WHERE org_id = :org
            """;

    private final EntityManager database;
    private final OwnOrganization own;
    private final LegalHolds holds;
    private final StripeAccount account;

    GoneCustomers(EntityManager database, OwnOrganization own, LegalHolds holds, StripeAccount account) {
        this.database = database;
        this.own = own;
        this.holds = holds;
        this.account = account;
    }

    @Transactional
    Departure of(String orgId, Instant now) {
        Object[] standing = (Object[]) database.createNativeQuery(STANDING)
                .unwrap(NativeQuery.class)
                .addScalar("kept_until", Instant.class)
                .addScalar("obstacle", String.class)
                .setParameter("org", orgId)
                .setParameter("now", now)
                .setParameter("lately", now.minus(LivingSubscriptions.MISSING))
                .setParameter("live", account.isLive())
                .getSingleResult();
        return new Departure(
                formers(orgId),
                (Instant) standing[0],
                (String) standing[1],
                own.objection(orgId).or(() -> holds.objection(orgId)).orElse(null));
    }

    private List<Former> formers(String orgId) {
        List<?> rows = database.createNativeQuery(FORMERS)
                .unwrap(NativeQuery.class)
                .addScalar("gone_at", Instant.class)
                .addScalar("billing", String.class)
                .addScalar("retention_days", Integer.class)
                .setParameter("org", orgId)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Former(
                        (Instant) row[0],
                        row[1] == null ? null : Json.read((String) row[1], BillingFacts.class),
                        (Integer) row[2]))
                .toList();
    }
}
