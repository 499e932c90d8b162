package io.wheelwright.release;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an object in the cluster differs from what a manifest says. What the manifest leaves out is nobody's business:
 * the API server fills in defaults, controllers add what they know. Only paths are told, for a value may be a secret.
 */
final class Differences {

    private static final List<String> NAMES_OF_ELEMENTS = List.of("name", "mountPath", "containerPort", "port", "key");

    private final List<String> paths = new ArrayList<>();

    private Differences() {}

    /** The paths at which {@code live} is not as {@code wanted}; empty when it is. */
    static List<String> between(Map<String, Object> wanted, Map<String, Object> live) {
        Differences differences = new Differences();
        differences.compare("", wanted, live);
        return List.copyOf(differences.paths);
    }

    private void compare(String path, Object wanted, Object live) {
        if (isNothing(wanted)) {
            return;
        }
        if (wanted instanceof Map<?, ?> fields && live instanceof Map<?, ?> liveFields) {
            fields.forEach((name, value) ->
                    compare(path.isEmpty() ? name.toString() : path + "." + name, value, liveFields.get(name)));
        } else if (wanted instanceof List<?> elements && live instanceof List<?> liveElements) {
            compare(path, elements, liveElements);
        } else if (!sameScalar(wanted, live)) {
            paths.add(path);
        }
    }

    /** Elements that are objects may come in any order, and others may have been added; plain ones are all that counts. */
    private void compare(String path, List<?> wanted, List<?> live) {
        if (!wanted.stream().allMatch(Map.class::isInstance)) {
            if (wanted.size() != live.size()) {
                paths.add(path);
                return;
            }
            for (int i = 0; i < wanted.size(); i++) {
                compare(path + "[" + i + "]", wanted.get(i), live.get(i));
            }
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            Map<?, ?> element = (Map<?, ?>) wanted.get(i);
            if (live.stream().anyMatch(candidate -> isIn(element, candidate))) {
                continue;
            }
            Optional<String> name = nameOf(element);
            String place =
                    path + "[" + name.map(key -> element.get(key).toString()).orElse(Integer.toString(i)) + "]";
            Optional<?> namesake = name.flatMap(key -> live.stream()
                    .filter(candidate ->
                            candidate instanceof Map<?, ?> map && sameScalar(element.get(key), map.get(key)))
                    .findFirst());
            if (namesake.isPresent()) {
                compare(place, element, namesake.get());
            } else {
                paths.add(place);
            }
        }
    }

    private static boolean isIn(Map<?, ?> wanted, Object live) {
        Differences differences = new Differences();
        differences.compare("", wanted, live);
        return differences.paths.isEmpty();
    }

    private static Optional<String> nameOf(Map<?, ?> element) {
        return NAMES_OF_ELEMENTS.stream().filter(element::containsKey).findFirst();
    }

    /** The API server leaves empty fields out. */
    private static boolean isNothing(Object value) {
        return value == null
                || "".equals(value)
                || value instanceof Collection<?> elements && elements.isEmpty()
                || value instanceof Map<?, ?> fields && fields.values().stream().allMatch(Differences::isNothing);
    }

    /** 1 is "1", and 1000m is 1; false and 0 may be left out. */
    private static boolean sameScalar(Object wanted, Object live) {
        if (live == null) {
            return Boolean.FALSE.equals(wanted) || wanted instanceof Number number && number.doubleValue() == 0;
        }
        return Objects.equals(wanted.toString(), live.toString()) || sameAmount(wanted.toString(), live.toString());
    }

    private static boolean sameAmount(String wanted, String live) {
        try {
            BigDecimal amount = Quantity.getAmountInBytes(Quantity.parse(wanted));
            return amount.compareTo(Quantity.getAmountInBytes(Quantity.parse(live))) == 0;
        } catch (IllegalArgumentException | ArithmeticException noQuantity) {
            return false;
        }
    }
}
