package io.wheelwright.erasure;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.spoke.FleetEnd;
import io.wheelwright.spoke.tenancy.Retention;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the cluster still has of a customer. Everything is read live: a copy may be older than a restore. */
@ApplicationScoped
class Traces {

    private final KubernetesClient client;
    private final FleetEnd fleetEnd;
    private final String fleet;

    Traces(KubernetesClient client, FleetEnd fleetEnd, WheelwrightConfig config) {
        this.client = client;
        this.fleetEnd = fleetEnd;
        this.fleet = config.namespace();
    }

    /**
     * What was seen.
     *
     * @param left what there is, for people; null for nothing
     * @param evidence that there is nothing, for people
     */
    record Seen(String left, String evidence) {}

    /** Looks for the organization, for spokes of it, and for namespaces of it or of those spokes. */
    Seen of(String orgId, Set<String> spokeUids) {
        Optional<String> end = fleetEnd.cause();
        if (end.isPresent()) {
            return new Seen("Nobody is erased while " + end.get() + ".", null);
        }
        if (client.resources(Organization.class)
                        .inNamespace(fleet)
                        .withName(orgId)
                        .get()
                != null) {
            return new Seen("Organization %s is there.".formatted(orgId), null);
        }
        List<Spoke> spokes = client.resources(Spoke.class)
                .inNamespace(fleet)
                .withField("spec.organizationRef", orgId)
                .list()
                .getItems();
        if (!spokes.isEmpty()) {
            return new Seen(
                    "Spoke %s is there.".formatted(spokes.get(0).getMetadata().getName()), null);
        }
        NamespaceList namespaces =
                client.namespaces().withLabel(Labels.FLEET, fleet).list();
        return namespaces.getItems().stream()
                .filter(place -> isOf(place, orgId, spokeUids))
                .findFirst()
                .map(place -> new Seen(
                        "Namespace %s is there.".formatted(place.getMetadata().getName()), null))
                .orElseGet(() -> new Seen(
                        null,
                        "Organization %s in namespace %s, Spokes of it, and namespaces of theirs did not exist (resource version %s)."
                                .formatted(
                                        orgId, fleet, namespaces.getMetadata().getResourceVersion())));
    }

    private static boolean isOf(Namespace place, String orgId, Set<String> spokeUids) {
        return Retention.annotation(place, Labels.ORGANIZATION)
                        .filter(orgId::equals)
                        .isPresent()
                || Retention.annotation(place, Labels.UID)
                        .filter(spokeUids::contains)
                        .isPresent();
    }
}
