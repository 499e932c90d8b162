package io.wheelwright.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body that says beforehand that it is too large; the server itself would do so without a word. */
@ApplicationScoped
class TooLarge {

    private static final int BEFORE_THE_SERVER = 400;
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final ProblemType TYPE = ProblemType.TOO_LARGE;

    private final long most;

    TooLarge(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
        this.most = most.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuse, BEFORE_THE_SERVER);
    }

    private void refuse(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !LENGTH.matcher(length).matches() || Long.parseLong(length) <= most) {
            request.next();
            return;
        }
        request.response()
                .setStatusCode(TYPE.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(Json.write(JsonNodeFactory.instance
                        .objectNode()
                        .put("type", TYPE.uri().toString())
                        .put("title", TYPE.title())
                        .put("status", TYPE.status())
                        .put("detail", "A body has at most " + most + " bytes.")
                        .put("instance", request.request().path())));
    }
}
