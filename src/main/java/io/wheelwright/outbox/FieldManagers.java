package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who manages which field of an object, as server-side apply keeps it. */
public final class FieldManagers {

    private FieldManagers() {}

    /**
     * Those who manage a field of the spec, in order.
     *
     * @param live with its managed fields, which no informer's copy has
     */
    public static Set<String> of(HasMetadata live, String field) {
        return live.getMetadata().getManagedFields().stream()
                .filter(entry -> manages(entry.getFieldsV1(), field))
                .map(ManagedFieldsEntry::getManager)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether the object is the hub's own: made over REST, and declared by nobody else since. Whoever declares it, in Git
     * for one, manages its required fields; who has merely changed another one does not.
     */
    public static boolean isHubMade(HasMetadata live, String requiredField) {
        return of(live, requiredField).equals(Set.of(Proposal.HUB));
    }

    private static boolean manages(FieldsV1 fields, String field) {
        return fields != null
                && fields.getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
                && spec.containsKey("f:" + field);
    }
}
