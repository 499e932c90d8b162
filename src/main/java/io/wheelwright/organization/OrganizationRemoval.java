package io.wheelwright.organization;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.DeletionPolicy;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Protection;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.spoke.FleetEnd;
import io.wheelwright.status.Copies;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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
    private static final int UNPROCESSABLE = 422;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration WHILE_OTHERS_DECIDE = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final Organizations organizations;
    private final OwnOrganization own;
    private final LegalHolds holds;
    private final FleetEnd fleetEnd;
    private final WheelwrightConfig config;

    OrganizationRemoval(
            KubernetesClient client,
            Organizations organizations,
            OwnOrganization own,
            LegalHolds holds,
            FleetEnd fleetEnd,
            WheelwrightConfig config) {
        this.fleetEnd = fleetEnd;
        this.client = client;
        this.organizations = organizations;
        this.own = own;
        this.holds = holds;
        this.config = config;
    }

    /** What it still waits for, and when to look again, if nothing is heard of its spokes before. */
    record Obstacle(String message, Duration recheck) {}

    /** Returns the obstacle; empty when the Organization may go. */
    Optional<Obstacle> visit(Organization organization) {
        String orgId = organization.getMetadata().getName();
        Optional<String> held = fleetEnd.cause().isPresent()
                ? holds.objection(orgId)
                : own.objection(orgId).or(() -> holds.objection(orgId));
        if (held.isPresent()) {
            return Optional.of(new Obstacle(held.get(), WHILE_OTHERS_DECIDE));
        }
        List<Spoke> left = spokesOf(organization);
        if (left.isEmpty()) {
            organizations.gone(organization.getMetadata().getUid(), orgId);
            return Optional.empty();
        }
        if (organization.getSpec() == null
                || organization.getSpec().deletion().policy() == DeletionPolicy.Retain
                || fleetEnd.cause().isPresent()) {
            return Optional.of(new Obstacle(
                    "The organization still has the spokes %s: delete them, or set spec.deletion.policy to Delete."
                            .formatted(names(left)),
                    WHILE_OTHERS_DECIDE));
        }
        left.stream()
                .filter(spoke -> spoke.getMetadata().getDeletionTimestamp() == null && !isProtected(spoke))
                .forEach(this::delete);
        List<Spoke> kept =
                left.stream().filter(OrganizationRemoval::isProtected).toList();
        return Optional.of(
                kept.isEmpty()
                        ? new Obstacle("The spokes %s are deleted first.".formatted(names(left)), SOON)
                        : new Obstacle(
                                "The spokes %s are protected: set their spec.deletion.protection to None first."
                                        .formatted(names(kept)),
                                WHILE_OTHERS_DECIDE));
    }

    /** One that was protected since it was read is seen at the next visit. */
    private void delete(Spoke spoke) {
        try {
            Copies.deleteAsRead(spoke, client);
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != UNPROCESSABLE) {
                throw refused;
            }
        }
    }

    private static boolean isProtected(Spoke spoke) {
        return spoke.getSpec().deletion().protection() == Protection.Protected;
    }

    /** Its spokes, read live. */
    List<Spoke> spokesOf(Organization organization) {
        return client
                .resources(Spoke.class)
                .inNamespace(config.namespace())
                .withField("spec.organizationRef", organization.getMetadata().getName())
                .list()
                .getItems()
                .stream()
                .filter(spoke -> spoke.getSpec() != null)
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
