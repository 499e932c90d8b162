package io.wheelwright.api.v1alpha1;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and maps that an object leaves out are empty ones in the model. */
final class Absent {

    static <T> List<T> asEmpty(List<T> list) {
        return list == null ? List.of() : Collections.unmodifiableList(list);
    }

    static <K, V> Map<K, V> asEmpty(Map<K, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    private Absent() {}
}
