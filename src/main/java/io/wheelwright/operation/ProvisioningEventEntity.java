package io.wheelwright.operation;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** A step on the way to a usable spoke. */
@Entity
@Table(name = "provisioning_events")
class ProvisioningEventEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String spokeUid;
    String spokeId;
    String phase;
    String status;
    String reason;
    String message;
    Instant at;

    static List<ProvisioningEventEntity> after(String spokeUid, long id, int most) {
        return ProvisioningEventEntity.<ProvisioningEventEntity>find(
                        "spokeUid = ?1 and id > ?2", Sort.ascending("id"), spokeUid, id)
                .page(Page.ofSize(most))
                .list();
    }

    ProvisioningEvent event() {
        return new ProvisioningEvent(id, spokeId, phase, status, reason, message, at);
    }
}
