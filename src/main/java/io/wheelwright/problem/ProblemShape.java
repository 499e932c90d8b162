package io.wheelwright.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.InstanceUtils;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Gives every problem, also those of the framework, a documented type, and names the field that JSON got wrong. */
@ApplicationScoped
class ProblemShape implements ProblemPostProcessor {

    /** What {@code quarkus.rest.path} puts before every path. */
    private static final String ROOT = "/hub";

    private static final String LINKS = ROOT + "/api/v1/exports/";

    /** Before the one that counts and logs. */
    @Override
    public int priority() {
        return 200;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        return at(context.path, problem.getType() == null ? typed(problem, context.cause) : problem);
    }

    /** Names the resource that the problem is about, as the client called it. */
    static HttpProblem at(String path, HttpProblem problem) {
        return HttpProblem.builder(problem)
                .withInstance(InstanceUtils.pathToInstance(encoded(withoutSecret(ROOT + path))))
                .build();
    }

    /** The last part of a link to an archive opens it: a problem is logged, and shown to support. */
    static String withoutSecret(String path) {
        return path.startsWith(LINKS) ? LINKS + "..." : path;
    }

    /** The library writes a path out as it is given; what a URI cannot hold must be encoded by then. */
    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException impossible) {
            throw new IllegalArgumentException(path, impossible);
        }
    }

    private static HttpProblem typed(HttpProblem problem, Throwable cause) {
        Optional<JsonProcessingException> json = jsonTrouble(cause);
        if (json.isPresent() && problem.getStatusCode() < 500) {
            return of(json.get());
        }
        ProblemType type = ProblemType.of(problem.getStatusCode());
        return Problem.of(type, type == ProblemType.INTERNAL_ERROR ? null : detail(problem, type));
    }

    private static String detail(HttpProblem problem, ProblemType type) {
        return problem.getDetail() == null ? type.title() + "." : problem.getDetail();
    }

    static HttpProblem of(JsonProcessingException trouble) {
        if (trouble instanceof UnrecognizedPropertyException unknown) {
            return Problem.invalid(path(unknown), "is unknown");
        }
        if (trouble instanceof MismatchedInputException wrong
                && !wrong.getPath().isEmpty()) {
            return Problem.invalid(path(wrong), "must be " + expected(wrong.getTargetType()));
        }
        if (trouble instanceof JsonMappingException wrong && !wrong.getPath().isEmpty()) {
            return Problem.invalid(path(wrong), "is not valid");
        }
        return Problem.of(ProblemType.INVALID_REQUEST, "The body must be a JSON object of the documented shape.");
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of the documented values";
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Double.class) {
            return "a number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a whole number";
        }
        if (type == Instant.class) {
            return "an instant in UTC, such as 2026-11-02T09:30:00Z";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static String path(JsonMappingException trouble) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : trouble.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static Optional<JsonProcessingException> jsonTrouble(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof JsonProcessingException json) {
                return Optional.of(json);
            }
        }
        return Optional.empty();
    }
}
