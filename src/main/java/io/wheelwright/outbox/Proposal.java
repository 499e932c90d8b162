package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.function.UnaryOperator;

/**
 * What a request wants of one resource.
 *
 * @param manifest the field manager's whole intent and nothing else, with the UID of the object unless its creation is
 *     still on the way
 * @param fieldManager the concern that asks; only what it owns can change
 * @param wireName turns a field of the resource into that of the request
 */
public record Proposal(HasMetadata manifest, String fieldManager, UnaryOperator<String> wireName) {

    /** Field manager of what people ask for over REST. */
    public static final String HUB = "wheelwright-hub";

    /** Field manager of what a biller says. */
    public static final String BILLING = "wheelwright-billing";

    /** Field manager of what the directory lists: one field, so that the rest of the resource may belong to anybody. */
    public static final String DIRECTORY = "wheelwright-directory";

    /** Field manager of a suspension by hand: one field, so that its end takes away nothing else. */
    public static final String SUSPENSION = "wheelwright-suspension";

    /** Field manager of the wish for another key. */
    public static final String CREDENTIALS = "wheelwright-credentials";

    /** One of our own resources, with these fields of the spec: defaults that nobody asked for are not claimed. */
    public static Proposal of(
            String fieldManager, String kind, ObjectMeta metadata, Object spec, UnaryOperator<String> wireName) {
        GenericKubernetesResource manifest = new GenericKubernetesResource();
        manifest.setApiVersion("wheelwright.io/v1alpha1");
        manifest.setKind(kind);
        manifest.setMetadata(metadata);
        manifest.setAdditionalProperty("spec", spec);
        return new Proposal(manifest, fieldManager, wireName);
    }
}
