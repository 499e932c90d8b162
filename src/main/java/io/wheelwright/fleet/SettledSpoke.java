package io.wheelwright.fleet;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.outbox.Settled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Lets the row of a spoke follow what became of it at the Kubernetes API. */
@ApplicationScoped
class SettledSpoke {

    private final SpokeRows rows;
    private final Outbox outbox;
    private final KubernetesSerialization serialization;

    SettledSpoke(SpokeRows rows, Outbox outbox, KubernetesSerialization serialization) {
        this.rows = rows;
        this.outbox = outbox;
        this.serialization = serialization;
    }

    void settled(@Observes Settled settled) {
        if (!settled.kind().equals("Spoke")) {
            return;
        }
        if (settled.object() == null) {
            rows.goneByName(settled.name());
            return;
        }
        if (!settled.object().isMarkedForDeletion()) {
            rows.made(settled.name(), settled.object().getMetadata().getUid());
        }
        if (!outbox.pending("Spoke", settled.name())) {
            Spoke there = serialization.convertValue(settled.object(), Spoke.class);
            SpokeEntity.byUid(there.getMetadata().getUid())
                    .filter(row -> there.getSpec() != null)
                    .ifPresent(row -> rows.list(row, there.getSpec().directory().visible()));
        }
    }
}
