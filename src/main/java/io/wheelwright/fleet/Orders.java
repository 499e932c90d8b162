package io.wheelwright.fleet;

import io.wheelwright.outbox.Outbox;
import io.wheelwright.outbox.Settled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Rows of spokes that were ordered over REST and have no resource yet. */
@ApplicationScoped
public class Orders {

    private final Outbox outbox;
    private final Clock clock;

    Orders(Outbox outbox, Clock clock) {
        this.outbox = outbox;
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

    void settled(@Observes Settled settled) {
        if (settled.kind().equals("Spoke") && settled.object() == null) {
            SpokeEntity.update(
                    "goneAt = ?1, status = 'decommissioned' where spokeId = ?2 and goneAt is null",
                    clock.instant(),
                    settled.name());
        } else if (settled.kind().equals("Spoke")) {
            outbox.seen("Spoke", settled.name(), settled.object().getMetadata().getUid());
        }
    }
}
