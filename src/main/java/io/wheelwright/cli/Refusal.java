package io.wheelwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** There is no answer of the hub to go by. The message is for people, and may have several lines. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private Refusal(String message) {
        super(message);
    }

    static Refusal unreachable(URI hub, Throwable why) {
        return new Refusal("The hub at %s cannot be reached: %s.".formatted(hub, reason(why)));
    }

    /**
     * It was asked, and nobody knows what it does.
     *
     * @param makes whether it was asked to make something
     */
    static Refusal late(URI hub, Duration waited, boolean makes) {
        return new Refusal("The hub at %s has not answered within %d s (--timeout).%s"
                .formatted(
                        hub,
                        waited.toSeconds(),
                        makes ? " What was to be made may be made all the same: look before you ask again." : ""));
    }

    static Refusal interrupted(URI hub) {
        return new Refusal("Interrupted while the hub at %s was asked.".formatted(hub));
    }

    /** The answer is well, and not what a hub says. */
    static Refusal strange(URI hub) {
        return new Refusal("What answers at %s is no hub, or one of another version.".formatted(hub));
    }

    /**
     * The answer is not well.
     *
     * @param problem its problem document; a missing node where it has none
     */
    static Refusal of(URI hub, HttpResponse<String> answer, JsonNode problem) {
        String status = "The hub at %s answers %d".formatted(hub, answer.statusCode());
        if (!problem.hasNonNull("title")) {
            String to = answer.headers().firstValue("Location").orElse("");
            return new Refusal(status
                    + (to.isEmpty()
                            ? " and does not say why: is it a hub?"
                            : " and sends on to %s: is the hub there?".formatted(Plain.text(to))));
        }
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s".formatted(status, Plain.text(text(problem, "title"))));
        // Where fields are wrong, the detail has the same in one line.
        problem.path("errors")
                .forEach(error -> lines.add("  " + Plain.text(text(error, "field") + " " + text(error, "message"))));
        if (lines.size() == 1 && problem.hasNonNull("detail")) {
            lines.add(Plain.text(text(problem, "detail")));
        }
        return new Refusal(String.join(System.lineSeparator(), lines));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static String reason(Throwable why) {
        if (why instanceof HttpConnectTimeoutException) {
            return "nothing answers there";
        }
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "its name is not known";
            }
        }
        return Plain.text(Objects.requireNonNullElse(
                why.getMessage(),
                why instanceof ConnectException
                        ? "the connection is refused"
                        : why.getClass().getSimpleName()));
    }
}
