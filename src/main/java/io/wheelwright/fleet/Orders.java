package io.wheelwright.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Rows of spokes that were ordered over REST and have no resource yet. */
@ApplicationScoped
public class Orders {

    private final Clock clock;

    Orders(Clock clock) {
        this.clock = clock;
    }

    /** Whether a spoke of this name is there now. */
    @Transactional
    public boolean taken(String spokeId) {
        return SpokeEntity.current(spokeId).isPresent();
    }

    /** Records an order. */
    @Transactional
    public void record(String spokeId, String orgId, String productId, String plan, String region, String hostname) {
        Instant now = clock.instant();
        SpokeEntity entity = new SpokeEntity();
        entity.spokeId = spokeId;
        entity.orgId = orgId;
        entity.productId = productId;
        entity.plan = plan;
        entity.region = region;
        entity.hostname = hostname;
        entity.url = "https://" + hostname;
        entity.status = "provisioning";
        entity.createdAt = now;
        entity.changed(now);
        entity.persist();
    }
}
