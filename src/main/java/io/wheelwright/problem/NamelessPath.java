package io.wheelwright.problem;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** A path with a control character leads nowhere: no name has one, and the database cannot even look for some. */
class NamelessPath {

    @ServerRequestFilter(preMatching = true)
    Response refuse(UriInfo uri) {
        if (uri.getPath().chars().noneMatch(Character::isISOControl)) {
            return null;
        }
        return ProblemShape.at(
                        uri.getPath(),
                        Problem.of(ProblemType.NOT_FOUND, "There is nothing whose name has control characters."))
                .toResponse();
    }
}
