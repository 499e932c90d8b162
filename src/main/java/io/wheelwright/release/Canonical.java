package io.wheelwright.release;

import io.wheelwright.Digest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One spelling for values that are equal to Helm: keys in order, and every number as the nearest double, for that is all
 * that Helm remembers of it. Helm's own record of the values then has the digest of what was sent. A null is kept: to
 * Helm it takes a default of the chart away.
 */
final class Canonical {

    private Canonical() {}

    static String digest(Map<String, Object> values) {
        return Digest.sha256(spell(values));
    }

    private static String spell(Object value) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, String> fields = new TreeMap<>();
            map.forEach((key, inner) -> fields.put(key.toString(), spell(inner)));
            return fields.entrySet().stream()
                    .map(field -> quote(field.getKey()) + ":" + field.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Canonical::spell).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Number number) {
            BigDecimal nearest = BigDecimal.valueOf(number.doubleValue());
            return nearest.signum() == 0 ? "0" : nearest.stripTrailingZeros().toString();
        }
        return value == null || value instanceof Boolean ? String.valueOf(value) : quote(value.toString());
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
