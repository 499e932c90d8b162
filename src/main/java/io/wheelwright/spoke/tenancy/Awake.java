package io.wheelwright.spoke.tenancy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What of a suspended instance runs for a while.
 *
 * @param names of its workloads
 */
record Awake(SortedSet<String> names, Instant until) {

    /** Reads an annotation. Whoever may write to the namespace may have written it: what is none says nothing. */
    static Optional<Awake> read(String annotation) {
        try {
            JsonNode written = Json.read(annotation, JsonNode.class);
            SortedSet<String> names = new TreeSet<>();
            written.path("names").forEach(name -> names.add(name.asText()));
            return Optional.of(
                    new Awake(names, Instant.parse(written.path("until").asText())));
        } catch (IllegalStateException | DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    String written() {
        return Json.write(this);
    }

    /** What runs now. */
    Set<String> at(Instant now) {
        return until.isAfter(now) ? names : Set.of();
    }
}
