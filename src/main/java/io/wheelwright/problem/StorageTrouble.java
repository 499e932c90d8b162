package io.wheelwright.problem;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.arc.ArcUndeclaredThrowableException;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers what the database, the Kubernetes API or another system could not do: that they are away is not the caller's
 * doing and passes; a text that cannot be stored is, and does not. The classes of SQLSTATE are those of PostgreSQL's
 * documentation.
 */
class StorageTrouble {

    private static final int FIRST = 1;

    @ServerExceptionMapper(
            value = {
                PersistenceException.class,
                KubernetesClientException.class,
                QuarkusTransactionException.class,
                ArcUndeclaredThrowableException.class,
                Unavailable.class
            },
            priority = FIRST)
    Response failed(RuntimeException trouble, UriInfo uri) {
        return ProblemShape.at(uri.getPath(), problem(trouble)).toResponse();
    }

    static HttpProblem problem(RuntimeException trouble) {
        if (causes(trouble).anyMatch(KubernetesClientException.class::isInstance)) {
            return away("Kubernetes API", trouble);
        }
        if (trouble instanceof Unavailable other) {
            return away(other.what(), trouble);
        }
        Optional<SQLException> refusal = causes(trouble)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .reduce((outer, inner) -> inner);
        String state = refusal.map(SQLException::getSQLState).orElse("");
        if (state.startsWith("22")) {
            return Problem.of(ProblemType.INVALID_REQUEST, "A text has characters that cannot be stored, such as NUL.");
        }
        if (state.equals("23505")) {
            return Problem.of(ProblemType.CONFLICT, "Somebody else did the same at the same time: try again.");
        }
        if (refusal.isPresent() && (state.isEmpty() || state.matches("(08|53|57).*"))) {
            return away("database", trouble);
        }
        Log.error("a request failed", trouble);
        return Problem.of(ProblemType.INTERNAL_ERROR, "The hub failed; its log says why.");
    }

    private static HttpProblem away(String what, RuntimeException trouble) {
        Log.warnf("The %s does not answer: %s", what, trouble.getMessage());
        return Problem.of(ProblemType.UNAVAILABLE, "The " + what + " cannot be reached at the moment: try again.");
    }

    private static Stream<Throwable> causes(Throwable trouble) {
        return Stream.iterate(trouble, cause -> cause != null, Throwable::getCause);
    }
}
