package io.wheelwright.organization;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Protection;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.billing.LivingSubscriptions;
import io.wheelwright.deletion.BilledEnd;
import io.wheelwright.deletion.Deletions;
import io.wheelwright.outbox.FieldManagers;
import io.wheelwright.spoke.FleetEnd;
import io.wheelwright.status.Copies;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

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
    private final OwnOrganization own;
    private final LegalHolds holds;
    private final LivingSubscriptions subscriptions;
    private final Clock clock;

    OrganizationPurge(
            KubernetesClient client,
            FleetEnd fleetEnd,
            BilledEnd billedEnd,
            OrganizationRemoval removal,
            Deletions deletions,
            OwnOrganization own,
            LegalHolds holds,
            LivingSubscriptions subscriptions,
            Clock clock) {
        this.client = client;
        this.fleetEnd = fleetEnd;
        this.billedEnd = billedEnd;
        this.removal = removal;
        this.deletions = deletions;
        this.own = own;
        this.holds = holds;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /** Whether no instance is kept of it either, such as one whose Spoke somebody has deleted. */
    boolean isNothingKept(Organization organization) {
        return !deletions.isAnyOpenOf(organization.getMetadata().getName());
    }

    /** What is to be done before anything of it is destroyed, for people; empty for nothing. */
    Optional<String> obstacle(Organization organization) {
        return subscriptions.objection(
                organization.getMetadata().getName(), organization.getMetadata().getUid());
    }

    /** Whether its end is near, as the copy has it: what is protected or under legal hold may wait for years. */
    boolean mayCome(Organization copy) {
        return copy.getSpec().deletion().protection() == Protection.None
                && Entitlement.isDeletionDue(copy.getSpec().billing(), clock.instant())
                && own.objection(copy.getMetadata().getName()).isEmpty()
                && holds.objection(copy.getMetadata().getName()).isEmpty();
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
