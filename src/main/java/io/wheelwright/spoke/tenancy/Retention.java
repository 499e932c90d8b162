package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.Namespace;
import io.wheelwright.api.v1alpha1.Labels;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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

    /** Annotation of a namespace that is or was retained: the hooks of its product, as JSON. */
    public static final String HOOKS = Labels.GROUP + "/hooks";

    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    /** Read from a namespace; empty when it is not retained. A day that cannot be read never comes. */
    public static Optional<Retention> of(Namespace namespace) {
        Map<String, String> labels = namespace.getMetadata().getLabels();
        if (labels == null || !labels.containsKey(Labels.RETAINED)) {
            return Optional.empty();
        }
        Instant deletedAt = instant(namespace, DELETED_AT).orElse(NEVER);
        return Optional.of(
                new Retention(deletedAt, instant(namespace, DELETE_AFTER).orElse(NEVER)));
    }

    private static Optional<Instant> instant(Namespace namespace, String annotation) {
        try {
            return annotation(namespace, annotation).map(Instant::parse);
        } catch (DateTimeParseException writtenByHand) {
            return Optional.empty();
        }
    }

    /** The one of both that keeps it longer. */
    public Retention orLater(Retention other) {
        return other.deleteAfter.isAfter(deleteAfter) ? other : this;
    }

    /** An annotation of the namespace. */
    public static Optional<String> annotation(Namespace namespace, String name) {
        return Optional.ofNullable(namespace.getMetadata().getAnnotations()).map(annotations -> annotations.get(name));
    }

    /** Whether the destruction of the namespace has begun. */
    public static boolean isDestroying(Namespace namespace) {
        return annotation(namespace, DESTROYING).isPresent();
    }
}
