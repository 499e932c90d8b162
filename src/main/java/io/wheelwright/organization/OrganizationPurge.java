package io.wheelwright.organization;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.deletion.BilledEnd;
import io.wheelwright.deletion.Deletions;
import io.wheelwright.outbox.FieldManagers;
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
    private final OrganizationRemoval removal;
    private final Deletions deletions;

    OrganizationPurge(
            KubernetesClient client,
            FleetEnd fleetEnd,
            BilledEnd billedEnd,
            OrganizationRemoval removal,
            Deletions deletions) {
        this.client = client;
        this.fleetEnd = fleetEnd;
        this.billedEnd = billedEnd;
        this.removal = removal;
        this.deletions = deletions;
    }

    /** Whether no instance is kept of it either, such as one whose Spoke somebody has deleted. */
    boolean isNothingKept(Organization organization) {
        return !deletions.isAnyOpenOf(organization.getMetadata().getName());
    }

    /** Deletes the Organization if it is to go with its last spoke. */
    void visit(Organization copy) {
        Organization live = client.resource(copy).get();
        if (live != null
                && live.getMetadata().getUid().equals(copy.getMetadata().getUid())
                && billedEnd.hasPassed(live)
                && FieldManagers.isHubMade(live, "displayName")
                && fleetEnd.cause().isEmpty()
                && removal.spokesOf(live).isEmpty()
                && isNothingKept(live)) {
            Copies.deleteAsRead(live, client);
        }
    }
}
