package io.wheelwright.organization;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.DeletionPolicy;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Protection;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.spoke.FleetEnd;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the deletion of an Organization does, while its finalizer holds it: it waits until its spokes are gone, and under
 * its own Delete policy it takes them along. What becomes of their data is each Spoke's own to say.
 */
@ApplicationScoped
class OrganizationRemoval {

    private static final int NAMED = 5;

    private final KubernetesClient client;
    private final Organizations organizations;
    private final FleetEnd fleetEnd;
    private final WheelwrightConfig config;

    OrganizationRemoval(
            KubernetesClient client, Organizations organizations, FleetEnd fleetEnd, WheelwrightConfig config) {
        this.fleetEnd = fleetEnd;
        this.client = client;
        this.organizations = organizations;
        this.config = config;
    }

    /** Returns what it still waits for; empty when the Organization may go. */
    Optional<String> visit(Organization organization) {
        List<Spoke> left = spokesOf(organization);
        if (left.isEmpty()) {
            organizations.gone(
                    organization.getMetadata().getUid(),
                    organization.getMetadata().getName());
            return Optional.empty();
        }
        if (organization.getSpec() == null
                || organization.getSpec().deletion().policy() == DeletionPolicy.Retain
                || fleetEnd.cause().isPresent()) {
            return Optional.of(
                    "The organization still has the spokes %s: delete them, or set spec.deletion.policy to Delete."
                            .formatted(names(left)));
        }
        left.stream()
                .filter(spoke -> spoke.getMetadata().getDeletionTimestamp() == null && !isProtected(spoke))
                .forEach(spoke -> client.resource(spoke).lockResourceVersion().delete());
        List<Spoke> kept =
                left.stream().filter(OrganizationRemoval::isProtected).toList();
        return Optional.of(
                kept.isEmpty()
                        ? "The spokes %s are deleted first.".formatted(names(left))
                        : "The spokes %s are protected: set their spec.deletion.protection to None first."
                                .formatted(names(kept)));
    }

    private static boolean isProtected(Spoke spoke) {
        return spoke.getSpec().deletion().protection() == Protection.Protected;
    }

    private List<Spoke> spokesOf(Organization organization) {
        String name = organization.getMetadata().getName();
        return client.resources(Spoke.class).inNamespace(config.namespace()).list().getItems().stream()
                .filter(spoke ->
                        spoke.getSpec() != null && name.equals(spoke.getSpec().organizationRef()))
                .toList();
    }

    private static String names(List<Spoke> spokes) {
        String first = spokes.stream()
                .limit(NAMED)
                .map(spoke -> spoke.getMetadata().getName())
                .collect(Collectors.joining(", "));
        return spokes.size() <= NAMED ? first : first + " and %d more".formatted(spokes.size() - NAMED);
    }
}
