package io.wheelwright.http;

import io.quarkus.logging.Log;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What is answered after {@link SlowAnswers} has given up goes nowhere: nobody waits for it, and that is no failure. */
class LateAnswers {

    @ServerResponseFilter
    void drop(ContainerResponseContext late, HttpServerResponse answer) {
        if (answer.ended()) {
            Log.infof("A request ended with %d after it was answered that it takes too long.", late.getStatus());
            late.setEntity(null);
        }
    }
}
