package io.wheelwright.deletion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** Deletions as they are recorded; no run of the hub touches them. */
@ApplicationScoped
public class TestDeletions {

    private static final Instant FAR_AWAY = Instant.parse("2099-01-01T00:00:00Z");

    /** A destruction by the biller's word that has begun. */
    @Transactional
    public void begun(String spokeUid, String spokeId, String orgId) {
        DeletionEntity row = new DeletionEntity();
        row.spokeId = spokeId;
        row.spokeUid = spokeUid;
        row.orgId = orgId;
        row.namespace = "spoke-" + spokeId;
        row.namespaceUid = UUID.randomUUID().toString();
        row.cause = BilledEnd.CAUSE;
        row.state = DeletionState.executing.name();
        row.requestedAt = Instant.now();
        row.begunAt = Instant.now();
        row.deleteAfter = FAR_AWAY;
        row.nextAt = FAR_AWAY;
        row.persist();
    }

    @Transactional
    public void forget(String orgId) {
        DeletionEntity.delete("orgId", orgId);
    }
}
