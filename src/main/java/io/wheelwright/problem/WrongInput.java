package io.wheelwright.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers JSON of another shape; the framework's own answer is no problem by RFC 9457. */
class WrongInput {

    private static final int FIRST = 1;

    @ServerExceptionMapper(priority = FIRST)
    Response mismatched(MismatchedInputException wrong, UriInfo uri) {
        return ProblemShape.at(uri.getPath(), ProblemShape.of(wrong)).toResponse();
    }
}
