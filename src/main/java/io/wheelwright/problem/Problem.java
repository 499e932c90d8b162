package io.wheelwright.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the exceptions that end a request. */
public final class Problem {

    private Problem() {}

    /** Names every invalid field. */
    public static HttpProblem invalid(List<FieldError> errors) {
        return builder(
                        ProblemType.INVALID_REQUEST,
                        errors.stream()
                                .map(error -> error.field() + " " + error.message())
                                .collect(Collectors.joining("; ")))
                .with("errors", errors)
                .build();
    }

    public static HttpProblem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public static HttpProblem notFound(String kind, String name) {
        return of(ProblemType.NOT_FOUND, "There is no " + kind + " " + name + ".");
    }

    public static HttpProblem of(ProblemType type, String detail) {
        return builder(type, detail).build();
    }

    /**
     * Asks to come less often.
     *
     * @param wait how long until it is worth another try; rounded up to full seconds
     */
    public static HttpProblem tooMany(String detail, Duration wait) {
        return later(ProblemType.TOO_MANY_REQUESTS, detail, wait);
    }

    /**
     * Refuses what it would take later.
     *
     * @param wait how long until it is worth another try; rounded up to full seconds
     */
    public static HttpProblem later(ProblemType type, String detail, Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return builder(type, detail).withHeader("Retry-After", seconds).build();
    }

    static HttpProblem.Builder builder(ProblemType type, String detail) {
        HttpProblem.Builder builder = HttpProblem.builder()
                .withType(type.uri())
                .withTitle(type.title())
                .withStatus(type.status())
                .withDetail(detail);
        return type == ProblemType.UNAVAILABLE ? builder.withHeader("Retry-After", 5) : builder;
    }
}
