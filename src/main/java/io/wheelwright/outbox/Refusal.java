package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.wheelwright.problem.FieldError;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why the API server does not take an apply, in words that can be acted on. */
record Refusal(Kind kind, boolean unanswered, String message, List<StatusCause> causes) {

    enum Kind {
        /** What it asks for is not valid. */
        INVALID,
        /** Another field manager owns a field of it. */
        OWNED,
        /** The object that it is for exists no more, or is another one. */
        GONE,
        /** The hub may not do it now: a quota, a namespace that is being deleted, a right that is missing. */
        FORBIDDEN,
        /** It may go through later. */
        LATER
    }

    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Pattern MISFIT = Pattern.compile("\\.((?:spec|metadata)\\S*): ([^\\n]+)");
    private static final Pattern DENIED = Pattern.compile("(?s)^.*denied request: ");
    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]+)\"");

    static Refusal of(KubernetesClientException trouble) {
        List<StatusCause> causes = causes(trouble.getStatus());
        String message = Optional.ofNullable(trouble.getStatus())
                .map(Status::getMessage)
                .orElse("The Kubernetes API did not answer.");
        List<StatusCause> misfits =
                trouble.getCode() == HttpURLConnection.HTTP_INTERNAL_ERROR ? misfits(message) : List.of();
        return misfits.isEmpty()
                ? new Refusal(kind(trouble.getCode(), causes), isUnanswered(trouble.getCode()), message, causes)
                : new Refusal(Kind.INVALID, false, message, misfits);
    }

    /** Whether the server is away or too busy; then it is of no use to ask it something else. */
    private static boolean isUnanswered(int code) {
        return code == 0
                || code == TOO_MANY_REQUESTS
                || code == HttpURLConnection.HTTP_UNAVAILABLE
                || code == HttpURLConnection.HTTP_GATEWAY_TIMEOUT;
    }

    /** Server-side apply answers a field that the schema does not have, or has otherwise, by 500 and prose. */
    private static List<StatusCause> misfits(String message) {
        return MISFIT.matcher(message)
                .results()
                .map(match -> new StatusCause(match.group(1), misfit(match.group(2)), "FieldValueInvalid"))
                .toList();
    }

    private static String misfit(String prose) {
        if (prose.startsWith("field not declared in schema")) {
            return "is unknown";
        }
        return prose.startsWith("duplicate entries") ? "must not have an entry twice" : "must be of another type";
    }

    /**
     * How a request that leads to it ends.
     *
     * @param wireName turns a field of the resource into that of the request
     */
    HttpProblem problem(UnaryOperator<String> wireName) {
        return switch (kind) {
            case INVALID -> Problem.invalid(errors(wireName));
            case OWNED ->
                Problem.of(
                        ProblemType.OWNED_BY_ANOTHER,
                        "This is kept by " + owners() + ": change it there, or take it out of there first.");
            case GONE -> Problem.of(ProblemType.CONFLICT, "The resource was deleted in the meantime.");
            case FORBIDDEN -> Problem.of(ProblemType.CONFLICT, "The Kubernetes API does not allow it now: " + message);
            case LATER ->
                Problem.of(ProblemType.UNAVAILABLE, "The Kubernetes API cannot be reached at the moment: try again.");
        };
    }

    /** How a request ends that leads to a deletion which the API server refuses: by a policy, such as protection. */
    HttpProblem deletionProblem() {
        return kind == Kind.LATER
                ? problem(UnaryOperator.identity())
                : Problem.of(ProblemType.CONFLICT, DENIED.matcher(message).replaceFirst(""));
    }

    private List<FieldError> errors(UnaryOperator<String> wireName) {
        if (causes.isEmpty()) {
            return List.of(new FieldError("body", message));
        }
        return causes.stream()
                .map(cause -> new FieldError(
                        wireName.apply(cause.getField() == null ? "" : cause.getField()), cause.getMessage()))
                .distinct()
                .toList();
    }

    /** Names the field managers that own what was to be changed. */
    private String owners() {
        return causes.stream()
                .map(cause -> MANAGER.matcher(cause.getMessage()))
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElse("another manager");
    }

    private static Kind kind(int code, List<StatusCause> causes) {
        return switch (code) {
            case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE ->
                causes.stream().anyMatch(cause -> "metadata.uid".equals(cause.getField())) ? Kind.GONE : Kind.INVALID;
            case HttpURLConnection.HTTP_CONFLICT ->
                causes.stream().anyMatch(cause -> "FieldManagerConflict".equals(cause.getReason()))
                        ? Kind.OWNED
                        : Kind.GONE;
            case HttpURLConnection.HTTP_FORBIDDEN -> Kind.FORBIDDEN;
            default -> Kind.LATER;
        };
    }

    private static List<StatusCause> causes(Status status) {
        return status == null
                        || status.getDetails() == null
                        || status.getDetails().getCauses() == null
                ? List.of()
                : status.getDetails().getCauses();
    }
}
