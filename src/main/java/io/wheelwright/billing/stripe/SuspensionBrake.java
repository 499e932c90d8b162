package io.wheelwright.billing.stripe;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.wheelwright.BrakeLimits;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.audit.Audit;
import io.wheelwright.billing.Entitlement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Stops a wave of suspensions by Stripe's word, which is more often a mistake than a wish: subscriptions that a script has
 * ended, an outage of a payment method. It works as the brake of deletions does.
 */
@ApplicationScoped
class SuspensionBrake {

    static final String HELD =
            "Too many customers would be suspended at once; if that is meant, release the brake (docs/stripe.md).";

    private static final String KIND = "SuspensionBrake";
    private static final String OBJECT = "stripe";

    private final BrakeLimits limits;
    private final EntityManager database;
    private final Audit audit;
    private final Clock clock;

    SuspensionBrake(StripeConfig config, EntityManager database, Audit audit, Clock clock) {
        this.limits = config.brake();
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    void check(@Observes StartupEvent start) {
        BrakeLimits.check("wheelwright.stripe.brake", limits);
    }

    /** Whether a customer who may use the software now may not any more once a date has passed that is not looked at again before. */
    static boolean isSuspension(BillingFacts before, BillingFacts after, Instant now) {
        return Entitlement.of(before, now).mayRun()
                && !Entitlement.of(after, now.plus(Looks.UNANSWERED)).mayRun();
    }

    /**
     * Whether one more customer may be suspended now, in the transaction that does so; one that was counted is not again.
     *
     * @param held since when the brake holds that customer; who was held before a release is let through by it
     */
    @Transactional(TxType.MANDATORY)
    boolean admits(String orgId, Optional<Instant> held) {
        SuspensionBrakeEntity brake = SuspensionBrakeEntity.locked();
        Instant now = clock.instant();
        Instant since = now.minus(limits.window());
        if (brake.engagedAt != null || brake.isReleased(held, since)) {
            return brake.isReleased(held, since);
        }
        long others = others(orgId, since);
        if (others >= most()) {
            brake.engagedAt = now;
            audit.record("operator", "engage", KIND, OBJECT, null, others + " suspensions since " + since);
            Log.warnf("%d customers were suspended since %s: the brake holds further ones back", others, since);
            return false;
        }
        count(orgId, now, since);
        return true;
    }

    /** Whether a suspension would be held back now, without a trace. */
    @Transactional(TxType.MANDATORY)
    boolean stops(String orgId, Optional<Instant> held) {
        SuspensionBrakeEntity brake = SuspensionBrakeEntity.current();
        Instant since = clock.instant().minus(limits.window());
        return !brake.isReleased(held, since) && (brake.engagedAt != null || others(orgId, since) >= most());
    }

    /** Lets suspensions go on, and counts them no more for as long as it otherwise counts back. */
    @Transactional
    void release(String actor) {
        SuspensionBrakeEntity brake = SuspensionBrakeEntity.locked();
        if (brake.engagedAt != null) {
            audit.record(actor, "release", KIND, OBJECT, "engaged at " + brake.engagedAt, null);
            brake.engagedAt = null;
            brake.releasedAt = clock.instant();
        }
    }

    /** Has all read again at once that it held back; apart from its release, for the rows are locked before the brake is. */
    @Transactional
    void lookAgain() {
        SubscriptionRow.lookAtAll(Hold.brake, clock.instant());
    }

    /** Since when it holds suspensions back, if it does. */
    @Transactional
    Optional<Instant> engagedAt() {
        return Optional.ofNullable(SuspensionBrakeEntity.current().engagedAt);
    }

    private long others(String orgId, Instant since) {
        return ((Number) database.createNativeQuery("""
                                SELECT count(*) FROM billing_suspensions WHERE org_id <> :org AND begun_at > :since
                                """)
                        .setParameter("org", orgId)
                        .setParameter("since", since)
                        .getSingleResult())
                .longValue();
    }

    private void count(String orgId, Instant now, Instant since) {
        database.createNativeQuery("DELETE FROM billing_suspensions WHERE begun_at <= :since")
                .setParameter("since", since)
                .executeUpdate();
        database.createNativeQuery(
                        "INSERT INTO billing_suspensions (org_id, begun_at) VALUES (:org, :now) ON CONFLICT DO NOTHING")
                .setParameter("org", orgId)
                .setParameter("now", now)
                .executeUpdate();
    }

    private long most() {
        long customers = ((Number)
                        database.createNativeQuery("SELECT count(*) FROM organizations WHERE gone_at IS NULL")
                                .getSingleResult())
                .longValue();
        return BrakeLimits.most(limits, customers);
    }
}
