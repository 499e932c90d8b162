package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.Namespace;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.spoke.tenancy.Tenancy;
import java.util.Map;
import java.util.Optional;

/** By what right a Spoke may use a namespace that is there. */
enum Right {
    /** It was made for this very Spoke. */
    OWN,
    /** It is kept after the deletion of a Spoke of the same name, organization and product: this one takes it back. */
    RETAINED,
    /** A person has said that it shall be this Spoke's, by its UID. */
    ADOPTED,
    /** None. */
    NONE;

    static Right of(Scope scope, Namespace namespace) {
        boolean retained = Retention.of(namespace).isPresent();
        if (Tenancy.isOurs(namespace, scope)) {
            return retained ? RETAINED : OWN;
        }
        if (retained && isOfTheSameCustomer(scope, namespace)) {
            return RETAINED;
        }
        String adopted = Optional.ofNullable(scope.spoke().getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Labels.ADOPT))
                .orElse(null);
        return namespace.getMetadata().getUid().equals(adopted) ? ADOPTED : NONE;
    }

    private static boolean isOfTheSameCustomer(Scope scope, Namespace namespace) {
        Map<String, String> labels = namespace.getMetadata().getLabels();
        Map<String, String> annotations = namespace.getMetadata().getAnnotations();
        return scope.spokeId().equals(labels.get(Labels.SPOKE))
                && scope.names().fleet().equals(labels.get(Labels.FLEET))
                && scope.organizationId().equals(annotations.get(Labels.ORGANIZATION))
                && scope.spoke().getSpec().productRef().equals(annotations.get(Labels.PRODUCT));
    }
}
