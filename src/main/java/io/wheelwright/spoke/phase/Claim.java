package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.Namespace;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.spoke.Neighbors;
import io.wheelwright.spoke.Scope;
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

    private final Tenancy tenancy;
    private final Neighbors neighbors;

    Claim(Tenancy tenancy, Neighbors neighbors) {
        this.tenancy = tenancy;
        this.neighbors = neighbors;
    }

    @Override
    public Phase name() {
        return Phase.Claim;
    }

    @Override
    public Outcome visit(Scope scope) {
        Optional<Spoke> other = neighbors.earlierWithHostname(scope);
        if (other.isPresent()) {
            return Outcome.stalled(
                    "HostnameTaken",
                    "Spoke %s has the hostname %s already; give this Spoke another spec.hostname."
                            .formatted(
                                    other.get().getMetadata().getName(),
                                    scope.names().hostname()));
        }
        if (scope.findings().namespace() == null && !scope.mayRun()) {
            return Outcome.waiting(
                    scope.entitlement().reason(),
                    "Nothing is provisioned for organization %s now: %s"
                            .formatted(
                                    scope.organizationId(), scope.entitlement().message()),
                    RECHECK);
        }
        Namespace namespace = tenancy.claim(scope);
        if (!Tenancy.isOurs(namespace, scope)) {
            return Outcome.stalled(
                    "NamespaceTaken",
                    "Namespace %s exists and does not belong to this Spoke; delete it if it is no longer needed, or "
                                    .formatted(scope.names().namespace())
                            + "create the Spoke under another name.");
        }
        if (namespace.getMetadata().getDeletionTimestamp() != null) {
            return Outcome.waiting(
                    "NamespaceTerminating",
                    "Namespace %s is being deleted; it is made anew when it is gone."
                            .formatted(scope.names().namespace()),
                    Duration.ofSeconds(5));
        }
        scope.findings().claimed(scope.names().namespace(), scope.names().url());
        return Outcome.DONE;
    }
}
