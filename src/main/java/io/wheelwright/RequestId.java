package io.wheelwright;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/** Gives every request an id that the answer, the log and the audit share; a caller may bring its own. */
@ApplicationScoped
class RequestId {

    private static final String HEADER = "X-Request-Id";
    private static final String KEY = "request";
    private static final int EARLY = 500;
    private static final Pattern ACCEPTABLE = Pattern.compile("[-A-Za-z0-9._]{1,64}");

    void register(@Observes Filters filters) {
        filters.register(this::identify, EARLY);
    }

    private void identify(RoutingContext request) {
        String brought = request.request().getHeader(HEADER);
        String id = brought != null && ACCEPTABLE.matcher(brought).matches()
                ? brought
                : Long.toHexString(ThreadLocalRandom.current().nextLong());
        MDC.put(KEY, id);
        request.response().putHeader(HEADER, id);
        request.next();
    }
}
