package io.wheelwright.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.problem.EarlyProblem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers for what does not answer in time, so that nobody waits for ever. What has begun to answer, such as a download,
 * goes on: the server closes it when nothing moves any more.
 */
@ApplicationScoped
class SlowAnswers {

    /** Behind what names the request, before all that may take long. */
    private static final int ONCE_IT_HAS_AN_ID = 450;

    private static final String SOON = "5";

    private final AnswerTime time;

    SlowAnswers(HttpConfig config) {
        this.time = new AnswerTime(config.answerWithin());
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, ONCE_IT_HAS_AN_ID);
    }

    private void watch(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Duration> longest = time.of(
                request.method(),
                context.normalizedPath(),
                request.getHeader("Prefer"),
                request.getHeader(HttpHeaders.ACCEPT));
        if (longest.isPresent()) {
            long timer = context.vertx().setTimer(longest.get().toMillis(), over -> giveUp(context, longest.get()));
            context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
        }
        context.next();
    }

    private static void giveUp(RoutingContext context, Duration waited) {
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        if (context.request().version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.putHeader(HttpHeaders.RETRY_AFTER, SOON);
        EarlyProblem.answer(
                context,
                ProblemType.UNAVAILABLE,
                "There was no answer within " + waited.toSeconds()
                        + " s, and whether it was done is not known: look, or"
                        + " send it again with the same Idempotency-Key.");
    }
}
