package io.wheelwright.limit;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.access.SessionCookies;
import io.wheelwright.problem.EarlyProblem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;

/** Counts the calls of those who do not say who they are, before anything else is done for them. */
@ApplicationScoped
class AnonymousLimit {

    /** After the request has an id and its body a bearable length. */
    private static final int AFTER_THE_FIRST_LOOK = 350;

    private static final String API = "/hub/api/";

    private final RateLimits limits;

    AnonymousLimit(RateLimits limits) {
        this.limits = limits;
    }

    void register(@Observes Filters filters) {
        filters.register(this::count, AFTER_THE_FIRST_LOOK);
    }

    private void count(RoutingContext request) {
        if (!isAnonymous(request)) {
            request.next();
            return;
        }
        request.request().pause();
        request.vertx()
                .executeBlocking(() -> limits.count(RateLimit.ANONYMOUS, request.request(), ""), false)
                .onComplete(counted -> {
                    request.request().resume();
                    if (counted.failed() || counted.result().granted()) {
                        // Without a database nothing can be counted; what needs one says so itself.
                        request.next();
                    } else {
                        refuse(request, counted.result());
                    }
                });
    }

    private static boolean isAnonymous(RoutingContext request) {
        return request.request().path().startsWith(API)
                && request.request().getHeader(HttpHeaderNames.AUTHORIZATION) == null
                && request.request().getCookie(SessionCookies.ACCESS) == null;
    }

    private static void refuse(RoutingContext request, Allowance allowance) {
        long seconds = allowance.resetSeconds();
        request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        EarlyProblem.answer(
                request,
                ProblemType.TOO_MANY_REQUESTS,
                "That was often enough for now: log in, or try again in " + seconds + " s.");
    }
}
