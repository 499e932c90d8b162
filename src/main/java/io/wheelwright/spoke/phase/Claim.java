package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.Namespace;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.deletion.Deletions;
import io.wheelwright.spoke.Neighbors;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.spoke.tenancy.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the place for the instance: refuses a hostname that another spoke has, waits for a customer who is entitled,
 * and creates the namespace. Done when the namespace is ours, by the UID of this Spoke.
 */
@ApplicationScoped
class Claim implements SpokePhase {

    private static final Duration RECHECK = Duration.ofSeconds(30);
    private static final String ANOTHER_HOST =
            "A hostname never changes: delete this Spoke and make it anew with another one.";

    private final Tenancy tenancy;
    private final Neighbors neighbors;
    private final Deletions deletions;

    Claim(Tenancy tenancy, Neighbors neighbors, Deletions deletions) {
        this.tenancy = tenancy;
        this.neighbors = neighbors;
        this.deletions = deletions;
    }

    @Override
    public Phase name() {
        return Phase.Claim;
    }

    @Override
    public Outcome visit(Scope scope) {
        if (neighbors.wantsTheDomainOfAll(scope)) {
            return Outcome.stalled(
                    Reasons.HOSTNAME_RESERVED,
                    "%s is the domain of the hub's own hostnames, or above it. %s"
                            .formatted(scope.names().host(), ANOTHER_HOST));
        }
        Optional<Spoke> other = neighbors.earlierWithHostname(scope);
        if (other.isPresent()) {
            return Outcome.stalled(
                    Reasons.HOSTNAME_TAKEN,
                    "Spoke %s has the hostname %s already, or one above or below it. %s"
                            .formatted(
                                    other.get().getMetadata().getName(),
                                    scope.names().hostname(),
                                    ANOTHER_HOST));
        }
        if (!scope.mayBegin() && scope.findings().namespace() == null && !tenancy.isClaimed(scope)) {
            return Outcome.waiting(
                    scope.entitlement().reason(),
                    "Nothing is provisioned for organization %s now: %s"
                            .formatted(
                                    scope.organizationId(), scope.entitlement().message()),
                    RECHECK);
        }
        Namespace namespace = tenancy.claim(scope);
        if (namespace.getMetadata().getDeletionTimestamp() != null || Retention.isDestroying(namespace)) {
            return Outcome.waiting(
                    "NamespaceTerminating",
                    "Namespace %s is being deleted; it is made anew when it is gone."
                            .formatted(scope.names().namespace()),
                    Duration.ofSeconds(5));
        }
        switch (Right.of(scope, namespace)) {
            case OWN -> {}
            case RETAINED -> takeOver(scope, namespace);
            case ADOPTED -> adopt(scope, namespace);
            case NONE -> {
                return Outcome.stalled("NamespaceTaken", taken(namespace));
            }
        }
        scope.findings()
                .claimed(
                        scope.names().namespace(),
                        namespace.getMetadata().getUid(),
                        scope.names().url());
        return Outcome.DONE;
    }

    /** Whatever waits to be destroyed is closed first: a namespace without its mark has no such row any more. */
    private void takeOver(Scope scope, Namespace namespace) {
        deletions.takenBack(namespace.getMetadata().getUid(), scope.uid(), "restore");
        tenancy.takeOver(scope, namespace);
    }

    private void adopt(Scope scope, Namespace namespace) {
        deletions.adopted(scope.spokeId(), namespace.getMetadata().getName());
        takeOver(scope, namespace);
    }

    private static String taken(Namespace namespace) {
        return "Namespace %s exists and does not belong to this Spoke. If it should, annotate the Spoke with %s=%s; "
                        .formatted(
                                namespace.getMetadata().getName(),
                                Labels.ADOPT,
                                namespace.getMetadata().getUid())
                + "otherwise create the Spoke under another name.";
    }
}
