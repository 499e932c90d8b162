package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether an object is the hub's own: made over REST, and declared by nobody else since. */
public final class HubMade {

    private HubMade() {}

    /**
     * Whether the hub alone manages a required field of the spec. Whoever declares the object, in Git for one, manages that
     * field; who has merely changed another one does not.
     *
     * @param live with its managed fields, which no informer's copy has
     */
    public static boolean isIt(HasMetadata live, String requiredField) {
        Set<String> managers = live.getMetadata().getManagedFields().stream()
                .filter(entry -> manages(entry.getFieldsV1(), requiredField))
                .map(entry -> entry.getManager())
                .collect(Collectors.toSet());
        return managers.equals(Set.of(Proposal.HUB));
    }

    private static boolean manages(FieldsV1 fields, String requiredField) {
        return fields != null
                && fields.getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
                && spec.containsKey("f:" + requiredField);
    }
}
