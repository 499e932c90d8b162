package io.wheelwright.erasure;

import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.organization.LegalHolds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.query.NativeQuery;

/** Finds out how a customer stands who has gone. */
@ApplicationScoped
class GoneCustomers {

    private static final String STANDING = """
            SELECT count(*) > count(gone_at) AS back, max(gone_at) AS gone_at,
              (array_agg(cast(billing AS text) ORDER BY id DESC))[1] AS billing,
              (SELECT max(delete_after) FROM scheduled_deletions WHERE org_id = :org) AS kept_until,
              (SELECT 'Its instance ' || min(spoke_id) || ' is not destroyed yet.' FROM scheduled_deletions
                WHERE org_id = :org AND finished_at IS NULL) AS kept,
              (SELECT 'Its spoke ' || min(spoke_id) || ' is still there.' FROM spokes
                WHERE org_id = :org AND gone_at IS NULL) AS spoke,
              coalesce((SELECT 'A change of its ' || min(kind) || ' is on its way.' FROM outbox
                WHERE state = 'pending' AND (kind = 'Organization' AND name = :org
                  OR kind = 'Spoke' AND manifest -> 'spec' ->> 'organizationRef' = :org)),
                (SELECT 'Its subscription ' || min(subscription_id) || ' lives at Stripe.' FROM stripe_subscriptions
                  WHERE org_id = :org AND status NOT IN ('canceled', 'incomplete_expired'))) AS pending
            FROM organizations WHERE org_id = :org
            """;

    private final EntityManager database;
    private final LegalHolds holds;

    GoneCustomers(EntityManager database, LegalHolds holds) {
        this.database = database;
        this.holds = holds;
    }

    @Transactional
    Departure of(String orgId) {
        Object[] row = (Object[]) database.createNativeQuery(STANDING)
                .unwrap(NativeQuery.class)
                .addScalar("back", Boolean.class)
                .addScalar("gone_at", Instant.class)
                .addScalar("billing", String.class)
                .addScalar("kept_until", Instant.class)
                .addScalar("kept", String.class)
                .addScalar("spoke", String.class)
                .addScalar("pending", String.class)
                .setParameter("org", orgId)
                .getSingleResult();
        BillingFacts billing = row[2] == null ? null : Json.read((String) row[2], BillingFacts.class);
        return new Departure(
                orgId,
                (Boolean) row[0],
                (Instant) row[1],
                billing,
                (Instant) row[3],
                Optional.ofNullable((String) row[4])
                        .or(() -> Optional.ofNullable((String) row[5]))
                        .orElse((String) row[6]),
                holds.objection(orgId).orElse(null));
    }
}
