package io.wheelwright.deletion;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.SpokeView;
import io.wheelwright.organization.OrganizationView;
import io.wheelwright.organization.Organizations;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Deletions that are asked for over REST: each becomes the deletion of the resource, as kubectl would ask for it. */
@ApplicationScoped
class DeletionRequests {

    private final Fleet fleet;
    private final Organizations organizations;
    private final Proposals proposals;
    private final WheelwrightConfig config;

    DeletionRequests(Fleet fleet, Organizations organizations, Proposals proposals, WheelwrightConfig config) {
        this.fleet = fleet;
        this.organizations = organizations;
        this.proposals = proposals;
        this.config = config;
    }

    /** Ends the request if the resource is protected. */
    void check(String kind, String name) {
        proposals.checkDeletion(resource(kind, name, null));
    }

    @Transactional
    void spoke(String spokeId) {
        SpokeView spoke = fleet.find(spokeId).orElseThrow(() -> Problem.notFound("spoke", spokeId));
        Optional<String> uid = fleet.uidOf(spokeId);
        proposals.delete(resource("Spoke", spokeId, uid.orElse(null)), spoke);
    }

    @Transactional
    void organization(String orgId) {
        OrganizationView organization =
                organizations.view(orgId).orElseThrow(() -> Problem.notFound("organization", orgId));
        proposals.delete(
                resource("Organization", orgId, organizations.uidOf(orgId).orElse(null)), organization);
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
