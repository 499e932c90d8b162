package io.wheelwright.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.Json;

/** Answers a problem to a request that no resource has seen yet. */
public final class EarlyProblem {

    private EarlyProblem() {}

    public static void answer(RoutingContext request, ProblemType type, String detail) {
        request.response()
                .setStatusCode(type.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(Json.write(JsonNodeFactory.instance
                        .objectNode()
                        .put("type", type.uri().toString())
                        .put("title", type.title())
                        .put("status", type.status())
                        .put("detail", detail)
                        .put(
                                "instance",
                                ProblemShape.withoutSecret(request.request().path()))));
    }
}
