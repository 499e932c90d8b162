package io.wheelwright.deletion;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.SpokeView;
import io.wheelwright.organization.LegalHolds;
import io.wheelwright.organization.OrganizationView;
import io.wheelwright.organization.Organizations;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletions that are asked for over REST: each becomes the deletion of the resource, as kubectl would ask for it. */
@ApplicationScoped
public class DeletionRequests {

    private final Fleet fleet;
    private final Organizations organizations;
    private final OwnOrganization own;
    private final LegalHolds holds;
    private final Proposals proposals;
    private final WheelwrightConfig config;

    DeletionRequests(
            Fleet fleet,
            Organizations organizations,
            OwnOrganization own,
            LegalHolds holds,
            Proposals proposals,
            WheelwrightConfig config) {
        this.fleet = fleet;
        this.organizations = organizations;
        this.own = own;
        this.holds = holds;
        this.proposals = proposals;
        this.config = config;
    }

    /** Deletes the Spoke of this name and returns how it was; ends the request if there is none, or if it is protected. */
    public SpokeView spoke(String spokeId) {
        knownSpoke(spokeId);
        proposals.checkDeletion(resource("Spoke", spokeId, null));
        return QuarkusTransaction.requiringNew().call(() -> {
            SpokeView spoke = knownSpoke(spokeId);
            proposals.delete(resource("Spoke", spokeId, fleet.uidOf(spokeId).orElse(null)), spoke);
            return spoke;
        });
    }

    /** Deletes the Organization of this name and returns how it was; ends the request if there is none, or if it is to stay. */
    public OrganizationView organization(String orgId) {
        knownOrganization(orgId);
        own.spare(orgId);
        holds.on(orgId).ifPresent(held -> {
            throw Problem.of(
                    ProblemType.CONFLICT, "Organization %s is under legal hold: %s".formatted(orgId, held.reason()));
        });
        proposals.checkDeletion(resource("Organization", orgId, null));
        return QuarkusTransaction.requiringNew().call(() -> {
            OrganizationView organization = knownOrganization(orgId);
            proposals.delete(
                    resource("Organization", orgId, organizations.uidOf(orgId).orElse(null)), organization);
            return organization;
        });
    }

    private SpokeView knownSpoke(String spokeId) {
        return fleet.find(spokeId).orElseThrow(() -> Problem.notFound("spoke", spokeId));
    }

    private OrganizationView knownOrganization(String orgId) {
        return organizations.view(orgId).orElseThrow(() -> Problem.notFound("organization", orgId));
    }

    private GenericKubernetesResource resource(String kind, String name, String uid) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion("wheelwright.io/v1alpha1");
        resource.setKind(kind);
        resource.setMetadata(new ObjectMetaBuilder()
                .withNamespace(config.namespace())
                .withName(name)
                .withUid(uid)
                .build());
        return resource;
    }
}
