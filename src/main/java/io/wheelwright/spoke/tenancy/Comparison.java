package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Tells whether an object in the cluster still says what we want it to say: our labels and annotations are there, and
 * every part of the specification is equal. Whatever others add inside a specification of ours counts as a difference,
 * because an added rule can weaken a guard rail.
 */
final class Comparison {

    private final KubernetesSerialization serialization;

    Comparison(KubernetesSerialization serialization) {
        this.serialization = serialization;
    }

    boolean upToDate(HasMetadata actual, HasMetadata desired) {
        return contains(actual.getMetadata().getLabels(), desired.getMetadata().getLabels())
                && contains(
                        actual.getMetadata().getAnnotations(),
                        desired.getMetadata().getAnnotations())
                && equal(contentOf(actual), contentOf(desired));
    }

    /** All that an object says beside who it is and how it is; what a Namespace says are its labels. */
    private Map<String, Object> contentOf(HasMetadata object) {
        if (object instanceof Namespace) {
            return Map.of();
        }
        Map<String, Object> content = new HashMap<>(serialization
                .convertValue(object, GenericKubernetesResource.class)
                .getAdditionalProperties());
        content.remove("status");
        return content;
    }

    private static boolean contains(Map<String, String> actual, Map<String, String> desired) {
        return desired == null
                || desired.isEmpty()
                || (actual != null && actual.entrySet().containsAll(desired.entrySet()));
    }

    private static boolean equal(Object actual, Object desired) {
        if (actual instanceof Map<?, ?> left && desired instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(key -> equal(left.get(key), right.get(key)));
        }
        if (actual instanceof List<?> left && desired instanceof List<?> right) {
            return left.size() == right.size()
                    && IntStream.range(0, left.size()).allMatch(index -> equal(left.get(index), right.get(index)));
        }
        return Objects.equals(actual, desired) || sameQuantity(actual, desired);
    }

    private static boolean sameQuantity(Object actual, Object desired) {
        if (!(actual instanceof String left) || !(desired instanceof String right)) {
            return false;
        }
        try {
            return Quantity.parse(left)
                            .getNumericalAmount()
                            .compareTo(Quantity.parse(right).getNumericalAmount())
                    == 0;
        } catch (IllegalArgumentException notQuantities) {
            return false;
        }
    }
}
