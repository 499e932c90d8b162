package io.wheelwright.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers callers that the hub does not know; the problem extension's own answer breaks with this Quarkus. */
class UnknownCaller {

    private static final int FIRST = 1;

    @ServerExceptionMapper(priority = FIRST)
    Response unauthorized(UnauthorizedException unknown) {
        return answer();
    }

    @ServerExceptionMapper(priority = FIRST)
    Response failed(AuthenticationFailedException unknown) {
        return answer();
    }

    private static Response answer() {
        HttpProblem problem = Problem.of(
                ProblemType.UNAUTHORIZED, "Send the header Authorization: Bearer with a token that the hub knows.");
        return Response.fromResponse(problem.toResponse())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }
}
