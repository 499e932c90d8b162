package io.wheelwright.organization;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.deletion.BilledEnd;
import io.wheelwright.outbox.HubMade;
import io.wheelwright.spoke.FleetEnd;
import io.wheelwright.status.Copies;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What becomes of an Organization whose biller's day of deletion has come, once it has no spoke any more: one that the hub
 * made goes, one that somebody else declares stays and says so.
 */
@ApplicationScoped
class OrganizationPurge {

    private final KubernetesClient client;
    private final FleetEnd fleetEnd;
    private final BilledEnd billedEnd;

    OrganizationPurge(KubernetesClient client, FleetEnd fleetEnd, BilledEnd billedEnd) {
        this.client = client;
        this.fleetEnd = fleetEnd;
        this.billedEnd = billedEnd;
    }

    /** Deletes the Organization if it is to go with its last spoke. */
    void visit(Organization copy) {
        Organization live = client.resource(copy).get();
        if (live != null
                && live.getMetadata().getUid().equals(copy.getMetadata().getUid())
                && billedEnd.hasPassed(live)
                && HubMade.isIt(live, "displayName")
                && fleetEnd.cause().isEmpty()) {
            Copies.deleteAsRead(live, client);
        }
    }
}
