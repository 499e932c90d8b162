package io.wheelwright.billing;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an organization has bought for a spoke. */
@Entity
@Table(name = "subscriptions")
class SubscriptionEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String key;
    String orgUid;
    String orgId;
    String spokeUid;
    String birthId;
    String productId;
    String plan;
    String source;
    String state;
    Instant startedAt;
    Instant currentPeriodEnd;
    Instant trialEndsAt;

    static List<SubscriptionEntity> of(String orgId) {
        return list("orgId", Sort.ascending("id"), orgId);
    }

    /** Binds what the organization has begun to the spoke, and says whether there was something, or is by now. */
    static boolean takeUp(String orgUid, String orgId, String spokeUid, String birthId, String productId) {
        if (count("birthId", birthId) > 0) {
            return true;
        }
        Optional<SubscriptionEntity> begun = SubscriptionEntity.<SubscriptionEntity>find(
                        "orgId = ?1 and productId = ?2 and birthId is null order by id", orgId, productId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
        begun.ifPresent(subscription -> {
            subscription.orgUid = orgUid;
            subscription.spokeUid = spokeUid;
            subscription.birthId = birthId;
        });
        return begun.isPresent();
    }

    SubscriptionView view() {
        return new SubscriptionView(
                id, orgId, productId, plan, source, state, startedAt, currentPeriodEnd, trialEndsAt);
    }
}
