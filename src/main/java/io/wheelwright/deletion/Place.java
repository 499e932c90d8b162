package io.wheelwright.deletion;

import io.fabric8.kubernetes.api.model.Namespace;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.SpokeSpec;
import io.wheelwright.spoke.tenancy.Retention;

/**
 * Where an instance is and whose, as its namespace says; what a person has taken away there is null.
 *
 * @param spokeUid UID of the Spoke that the namespace belongs to
 */
public record Place(
        String spokeId,
        String spokeUid,
        String orgId,
        String productId,
        String namespace,
        String namespaceUid,
        String birthId) {

    public static Place of(Namespace namespace) {
        return new Place(
                namespace.getMetadata().getLabels().get(Labels.SPOKE),
                annotation(namespace, Labels.UID),
                annotation(namespace, Labels.ORGANIZATION),
                annotation(namespace, Labels.PRODUCT),
                namespace.getMetadata().getName(),
                namespace.getMetadata().getUid(),
                annotation(namespace, Labels.BIRTH_ID));
    }

    /** The same of an instance whose Spoke says whose it is; where it cannot be read, the namespace has the say. */
    public Place ownedBy(SpokeSpec spec) {
        return new Place(
                spokeId,
                spokeUid,
                spec == null ? orgId : spec.organizationRef(),
                productId,
                namespace,
                namespaceUid,
                birthId);
    }

    /** Whether it says which Spoke it belongs to. */
    boolean isOwned() {
        return spokeId != null && spokeUid != null;
    }

    private static String annotation(Namespace namespace, String name) {
        return Retention.annotation(namespace, name).orElse(null);
    }
}
