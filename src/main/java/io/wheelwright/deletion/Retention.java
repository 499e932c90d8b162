package io.wheelwright.deletion;

import io.fabric8.kubernetes.api.model.Namespace;
import io.wheelwright.api.v1alpha1.Labels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a namespace itself says of its deletion, so that neither an empty database nor an older one can lose it.
 *
 * @param deletedAt when the Spoke was deleted
 * @param deleteAfter from when on the namespace may be destroyed
 */
public record Retention(Instant deletedAt, Instant deleteAfter) {

    /** Annotation of a retained namespace: when the Spoke was deleted. */
    public static final String DELETED_AT = Labels.GROUP + "/deleted-at";

    /** Annotation of a retained namespace: from when on it may be destroyed. */
    public static final String DELETE_AFTER = Labels.GROUP + "/delete-after";

    /** Annotation of a namespace whose destruction has begun: there is no way back. */
    public static final String DESTROYING = Labels.GROUP + "/destroying";

    /** Annotation of a retained namespace: the hooks of its product, as JSON. */
    public static final String HOOKS = Labels.GROUP + "/hooks";

    /** Read from a namespace; empty when it is not retained. */
    public static Optional<Retention> of(Namespace namespace) {
        Map<String, String> labels = namespace.getMetadata().getLabels();
        Map<String, String> annotations = namespace.getMetadata().getAnnotations();
        if (labels == null || !labels.containsKey(Labels.RETAINED)) {
            return Optional.empty();
        }
        return Optional.of(new Retention(
                Instant.parse(annotations.get(DELETED_AT)), Instant.parse(annotations.get(DELETE_AFTER))));
    }

    /** Whether the destruction of the namespace has begun. */
    public static boolean isDestroying(Namespace namespace) {
        Map<String, String> annotations = namespace.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(DESTROYING);
    }
}
