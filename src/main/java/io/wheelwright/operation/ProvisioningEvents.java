package io.wheelwright.operation;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/** What happened on the way to a usable spoke, in order. */
@ApplicationScoped
public class ProvisioningEvents {

    private final Clock clock;

    ProvisioningEvents(Clock clock) {
        this.clock = clock;
    }

    /** Records an event. A phase is completed once; a repetition of the last event is not recorded again. */
    @Transactional
    public void record(String spokeUid, String spokeId, String phase, String status, String reason, String message) {
        ProvisioningEventEntity.getEntityManager()
                .createNativeQuery("""
                        INSERT INTO provisioning_events (spoke_uid, spoke_id, phase, status, reason, message, at)
                        SELECT :uid, :spoke, :phase, :status, :reason, :message, :now
                        WHERE NOT EXISTS (
                          SELECT 1 FROM (SELECT * FROM provisioning_events WHERE spoke_uid = :uid AND phase = :phase
                                         ORDER BY id DESC LIMIT 1) AS last
                          WHERE last.status = :status AND last.reason IS NOT DISTINCT FROM :reason
                            AND last.message IS NOT DISTINCT FROM :message)
                        ON CONFLICT DO NOTHING
                        """)
                .setParameter("uid", spokeUid)
                .setParameter("spoke", spokeId)
                .setParameter("phase", phase)
                .setParameter("status", status)
                .setParameter("reason", reason)
                .setParameter("message", message)
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    /** A part of the spoke's events, oldest first. */
    @Transactional
    Page<ProvisioningEvent> list(String spokeUid, PageRequest page) {
        return Page.of(
                ProvisioningEventEntity.after(spokeUid, page.after(), page.limit() + 1),
                page.limit(),
                ProvisioningEventEntity.count("spokeUid", spokeUid),
                event -> event.id,
                ProvisioningEventEntity::event);
    }

    /** The spoke's events that follow the one with this id, oldest first. */
    @Transactional
    public List<ProvisioningEvent> after(String spokeUid, long id, int most) {
        return ProvisioningEventEntity.after(spokeUid, id, most).stream()
                .map(ProvisioningEventEntity::event)
                .toList();
    }
}
