package io.wheelwright.audit;

import io.quarkus.panache.common.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which changes are asked for.
 *
 * @param wanted values by the names of fields; what is absent is any
 * @param span from when, until before when
 */
record AuditFilter(Map<String, String> wanted, AuditSpan span) {

    String where() {
        List<String> conditions = new ArrayList<>();
        wanted.keySet().forEach(field -> conditions.add("%s = :%s".formatted(field, field)));
        span.from().ifPresent(from -> conditions.add("at >= :from"));
        span.until().ifPresent(until -> conditions.add("at < :until"));
        return conditions.isEmpty() ? "true = true" : String.join(" and ", conditions);
    }

    Parameters parameters() {
        Parameters parameters = new Parameters();
        wanted.forEach(parameters::and);
        span.from().ifPresent(from -> parameters.and("from", from));
        span.until().ifPresent(until -> parameters.and("until", until));
        return parameters;
    }
}
