package io.wheelwright.audit;

import io.quarkus.panache.common.Parameters;
import io.wheelwright.problem.Check;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which changes are asked for.
 *
 * @param wanted values by the names of fields; what is absent is any
 */
record AuditFilter(Map<String, String> wanted) {

    private static final int LONGEST = 512;

    /** Ends the request when one of them is no text that could be there; null is any. */
    static AuditFilter of(String object, String kind, String actor, String action) {
        new Check()
                .optionalText("object", object, LONGEST)
                .optionalText("kind", kind, LONGEST)
                .optionalText("actor", actor, LONGEST)
                .optionalText("action", action, LONGEST)
                .done();
        Map<String, String> wanted = new TreeMap<>();
        wanted.put("object", object);
        wanted.put("kind", kind);
        wanted.put("actor", actor);
        wanted.put("action", action);
        wanted.values().removeIf(value -> value == null);
        return new AuditFilter(wanted);
    }

    String where() {
        return wanted.keySet().stream()
                .map(field -> " and %s = :%s".formatted(field, field))
                .collect(Collectors.joining("", "true = true", ""));
    }

    Parameters parameters() {
        Parameters parameters = new Parameters();
        wanted.forEach(parameters::and);
        return parameters;
    }
}
