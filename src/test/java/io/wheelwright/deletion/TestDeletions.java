package io.wheelwright.deletion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** Deletions as they are recorded; no run of the hub touches them. */
@ApplicationScoped
public class TestDeletions {

    private static final Instant FAR_AWAY = Instant.parse("2099-01-01T00:00:00Z");

    /** A destruction by the biller's word that has begun; once its namespace is marked there is no way back. */
    @Transactional
    public void begun(String spokeUid, String spokeId, String orgId, boolean isMarked) {
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
        row.markedAt = isMarked ? row.begunAt : null;
        row.deleteAfter = FAR_AWAY;
        row.nextAt = FAR_AWAY;
        row.persist();
    }

    @Transactional
    public void marked(String spokeUid) {
        DeletionEntity.update("markedAt = ?1 where spokeUid = ?2", Instant.now(), spokeUid);
    }

    @Transactional
    public void forget(String orgId) {
        DeletionEntity.delete("orgId", orgId);
    }
}
