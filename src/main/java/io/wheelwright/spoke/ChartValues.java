package io.wheelwright.spoke;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people wrote as values for a spoke's chart: the product's, then the plan's, then the spoke's, each over the one
 * before.
 */
public final class ChartValues {

    private ChartValues() {}

    /** The values of all three, in a map of the caller's own. */
    public static Map<String, Object> of(Scope scope) {
        Map<String, Object> values = new LinkedHashMap<>();
        merge(values, scope.product().chart().values());
        merge(values, scope.plan().values());
        merge(values, scope.spoke().getSpec().values());
        return values;
    }

    /** Whether a part of the chart that has a switch, such as {@code mqtt.enabled}, is switched on. */
    public static boolean isEnabled(Scope scope, String part) {
        return of(scope).get(part) instanceof Map<?, ?> values && Boolean.TRUE.equals(values.get("enabled"));
    }

    /** Puts the second over the first, key by key at every depth. */
    @SuppressWarnings("unchecked")
    public static void merge(Map<String, Object> into, Map<String, Object> over) {
        if (over == null) {
            return;
        }
        over.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner && into.get(key) instanceof Map<?, ?> present) {
                Map<String, Object> merged = new LinkedHashMap<>((Map<String, Object>) present);
                merge(merged, (Map<String, Object>) inner);
                into.put(key, merged);
            } else {
                into.put(key, value);
            }
        });
    }
}
