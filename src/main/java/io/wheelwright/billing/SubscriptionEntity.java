package io.wheelwright.billing;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

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

    SubscriptionView view() {
        return new SubscriptionView(
                id, orgId, productId, plan, source, state, startedAt, currentPeriodEnd, trialEndsAt);
    }
}
