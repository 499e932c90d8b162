package io.wheelwright.api.v1alpha1;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lists and maps that an object leaves out are empty ones in the model; an element that cannot be read is left out. */
final class Absent {

    static <T> List<T> asEmpty(List<T> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }

    static <K, V> Map<K, V> asEmpty(Map<K, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    private Absent() {}
}
