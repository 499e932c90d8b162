package io.wheelwright.organization;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Suspension;
import io.wheelwright.outbox.FieldManagers;
import io.wheelwright.outbox.Proposal;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.Map;

/**
 * The suspension of an organization by hand. The Organization resource owns it, and the hub decides that one field of it
 * only: who has suspended it there, in Git for one, ends it there.
 */
@ApplicationScoped
class OrganizationSuspension {

    private static final String FIELD = "suspended";

    private final OwnOrganization own;
    private final Proposals proposals;
    private final Event<OrganizationChanged> changes;
    private final String namespace;
    private final Clock clock;

    OrganizationSuspension(
            OwnOrganization own,
            Proposals proposals,
            Event<OrganizationChanged> changes,
            WheelwrightConfig config,
            Clock clock) {
        this.own = own;
        this.proposals = proposals;
        this.changes = changes;
        this.namespace = config.namespace();
        this.clock = clock;
    }

    /** Suspends the organization, or gives another reason; ends the request where that is not the hub's to do. */
    OrganizationView begin(String orgId, SuspensionRequest request) {
        own.spare(orgId);
        Map<String, Suspension> suspended = Map.of(FIELD, new Suspension(request.reason()));
        proposals.check(QuarkusTransaction.requiringNew().call(() -> proposal(current(orgId), suspended)));
        return record(orgId, suspended);
    }

    /** Ends the suspension, if there is one; ends the request where somebody else keeps it. */
    OrganizationView end(String orgId) {
        GenericKubernetesResource after = (GenericKubernetesResource)
                proposals.check(QuarkusTransaction.requiringNew().call(() -> proposal(current(orgId), Map.of())));
        if (after.get("spec", FIELD) != null) {
            throw Problem.of(
                    ProblemType.OWNED_BY_ANOTHER,
                    "The suspension is kept by %s: end it there."
                            .formatted(String.join(", ", FieldManagers.of(after, FIELD))));
        }
        return record(orgId, Map.of());
    }

    private OrganizationView record(String orgId, Map<String, Suspension> suspended) {
        return QuarkusTransaction.requiringNew().call(() -> {
            OrganizationEntity organization =
                    OrganizationEntity.locked(orgId).orElseThrow(() -> Problem.notFound("organization", orgId));
            OrganizationView before = organization.view();
            if (suspended.isEmpty() && !organization.isSuspended()) {
                return before;
            }
            organization.suspend(!suspended.isEmpty(), clock.instant());
            if (organization.uid != null) {
                changes.fire(new OrganizationChanged(organization.uid));
            }
            proposals.change(proposal(organization, suspended), before, suspended);
            return organization.view();
        });
    }

    private static OrganizationEntity current(String orgId) {
        OrganizationEntity organization =
                OrganizationEntity.current(orgId).orElseThrow(() -> Problem.notFound("organization", orgId));
        if (organization.uid == null) {
            throw Problem.of(ProblemType.CONFLICT, "The organization is only just being made: try again in a moment.");
        }
        return organization;
    }

    private Proposal proposal(OrganizationEntity organization, Map<String, Suspension> suspended) {
        return Proposal.of(
                Proposal.SUSPENSION,
                "Organization",
                new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(organization.orgId)
                        .withUid(organization.uid)
                        .build(),
                suspended,
                field -> field.endsWith("reason") ? "reason" : field);
    }
}
