package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why the API server does not take an apply, in words that can be acted on. */
record Refusal(Kind kind, String message, List<StatusCause> causes) {

    enum Kind {
        /** What it asks for is not valid. */
        INVALID,
        /** Another field manager owns a field of it. */
        OWNED,
        /** The object that it is for exists no more, or is another one. */
        GONE,
        /** It may go through later. */
        LATER
    }

    private static final int UNPROCESSABLE = 422;
    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]+)\"");

    static Refusal of(KubernetesClientException trouble) {
        List<StatusCause> causes = causes(trouble.getStatus());
        String message = Optional.ofNullable(trouble.getStatus())
                .map(Status::getMessage)
                .orElse("The Kubernetes API did not answer.");
        return new Refusal(kind(trouble.getCode(), causes), message, causes);
    }

    /** Names the field managers that own what was to be changed. */
    String owners() {
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
