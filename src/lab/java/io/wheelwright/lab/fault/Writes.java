package io.wheelwright.lab.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.lab.fault.Write.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The effective writes, in order: answered with success, and the object is another one than before. Dry runs, leases,
 * events and what only asks (tokens, reviews) are none.
 */
final class Writes {

    private static final Set<String> NOT_COUNTED = Set.of("leases", "events");
    private static final int CREATED = 201;

    private final List<Write> all = new ArrayList<>();

    /** Whether it can become an effective write, so that the object's former version has to be known. */
    static boolean isCandidate(Call call, String uri) {
        return call.isWrite() && !NOT_COUNTED.contains(call.resource()) && !uri.contains("dryRun=");
    }

    /** Notes the write, if it was one. */
    synchronized Optional<Write> note(Call call, String agent, String formerVersion, int status, JsonNode answer) {
        return effect(call, formerVersion, status, answer).map(effect -> {
            Write write = new Write(call, count(call::equals) + 1, effect, agent);
            all.add(write);
            return write;
        });
    }

    /** How many effective writes by such calls there have been. */
    synchronized int count(Predicate<Call> calls) {
        return (int) all.stream().filter(write -> calls.test(write.call())).count();
    }

    synchronized List<Write> all() {
        return List.copyOf(all);
    }

    synchronized void clear() {
        all.clear();
    }

    private static Optional<Effect> effect(Call call, String formerVersion, int status, JsonNode answer) {
        if (status < 200 || status > 299) {
            return Optional.empty();
        }
        String version = answer.path("metadata").path("resourceVersion").asText("");
        return switch (call.verb()) {
            case "delete" ->
                // what goes at once is answered by a Status; what has finalizers, by the object
                answer.path("kind").asText().equals("Status") || !version.equals(formerVersion)
                        ? Optional.of(Effect.DELETED)
                        : Optional.empty();
            case "deletecollection" -> answer.path("items").isEmpty() ? Optional.empty() : Optional.of(Effect.DELETED);
            default ->
                version.isEmpty() || version.equals(formerVersion)
                        ? Optional.empty()
                        : Optional.of(status == CREATED ? Effect.CREATED : Effect.CHANGED);
        };
    }
}
