package io.wheelwright.billing;

import io.wheelwright.Page;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.organization.Organizations;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The subscriptions of organizations. */
@ApplicationScoped
public class Subscriptions {

    private final Organizations organizations;
    private final Clock clock;

    Subscriptions(Organizations organizations, Clock clock) {
        this.organizations = organizations;
        this.clock = clock;
    }

    /** Records that an organization begins to try a plan; its first spoke of that product takes the subscription up. */
    @Transactional(TxType.MANDATORY)
    public void begin(String key, String orgId, String productId, BillingFacts facts) {
        SubscriptionEntity entity = new SubscriptionEntity();
        entity.key = key;
        entity.orgId = orgId;
        entity.productId = productId;
        entity.plan = facts.plan();
        entity.source = facts.source();
        entity.state = state(facts);
        entity.startedAt = clock.instant();
        entity.trialEndsAt = facts.trialEndsAt();
        entity.persist();
    }

    /**
     * Records that a spoke was handed over, once for each birth of it: on the subscription that its organization has
     * begun, or on one of its own.
     *
     * @param facts what the biller says; null where access is granted by hand, which is recorded as manual
     */
    @Transactional
    public void start(
            String orgUid,
            String orgId,
            String spokeUid,
            String birthId,
            String productId,
            String plan,
            BillingFacts facts) {
        if (SubscriptionEntity.takeUp(orgUid, orgId, spokeUid, birthId, productId)) {
            return;
        }
        SubscriptionEntity.getEntityManager()
                .createNativeQuery("""
                        INSERT INTO subscriptions (key, org_uid, org_id, spoke_uid, birth_id, product_id, plan, source,
                                                   state, started_at, current_period_end, trial_ends_at)
                        VALUES (:key, :orgUid, :orgId, :spokeUid, :birthId, :productId, :plan, :source, :state, :now,
                                cast(:periodEnd AS timestamptz), cast(:trialEnd AS timestamptz))
                        ON CONFLICT DO NOTHING
                        """)
                .setParameter("key", "handoff-" + birthId)
                .setParameter("orgUid", orgUid)
                .setParameter("orgId", orgId)
                .setParameter("spokeUid", spokeUid)
                .setParameter("birthId", birthId)
                .setParameter("productId", productId)
                .setParameter("plan", plan)
                .setParameter("source", facts == null ? "manual" : facts.source())
                .setParameter("state", state(facts))
                .setParameter("now", clock.instant())
                .setParameter("periodEnd", text(facts == null ? null : facts.currentPeriodEnd()))
                .setParameter("trialEnd", text(facts == null ? null : facts.trialEndsAt()))
                .executeUpdate();
    }

    /** What was begun under this key. */
    @Transactional
    public Optional<SubscriptionView> begun(String key) {
        return SubscriptionEntity.<SubscriptionEntity>find("key", key)
                .firstResultOptional()
                .map(SubscriptionEntity::view);
    }

    /** What the organization has bought. */
    @Transactional
    Page<SubscriptionView> of(String orgId) {
        if (!organizations.exists(orgId)) {
            throw Problem.notFound("organization", orgId);
        }
        List<SubscriptionView> all = SubscriptionEntity.of(orgId).stream()
                .map(SubscriptionEntity::view)
                .toList();
        return new Page<>(all, all.size(), null);
    }

    private static String state(BillingFacts facts) {
        return facts == null || facts.state() == null ? "manual" : facts.state().name();
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
