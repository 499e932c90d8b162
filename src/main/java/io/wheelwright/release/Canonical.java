package io.wheelwright.release;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One spelling for equal values: keys in order, numbers without superfluous zeros, absent instead of null. Helm's own
 * record of the values, which went through Go's numbers, then has the digest of what was sent.
 */
final class Canonical {

    private Canonical() {}

    static String digest(Map<String, Object> values) {
        byte[] spelled = spell(values).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spelled));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }

    private static String spell(Object value) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, String> fields = new TreeMap<>();
            map.forEach((key, inner) -> {
                if (inner != null) {
                    fields.put(key.toString(), spell(inner));
                }
            });
            return fields.entrySet().stream()
                    .map(field -> quote(field.getKey()) + ":" + field.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Canonical::spell).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Number number) {
            BigDecimal exact = new BigDecimal(number.toString());
            return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
        }
        return value instanceof Boolean ? value.toString() : quote(String.valueOf(value));
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
