package io.wheelwright.lab.fault;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.lab.fault.Faults.Rule;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What goes wrong before a request is passed on, or in place of it. */
final class Mishap {

    private final Vertx vertx;
    private final Faults faults;

    Mishap(Vertx vertx, Faults faults) {
        this.vertx = vertx;
        this.faults = faults;
    }

    /** Passes the request on, unless the rule says otherwise and is not used up. */
    Future<Void> orPass(Optional<Rule> rule, HttpServerRequest request, Supplier<Future<Void>> pass) {
        Fault fault = rule.map(Rule::fault).orElse(null);
        if (fault == null || fault instanceof Fault.AfterEffect || fault instanceof Fault.AfterReply) {
            return pass.get();
        }
        if (!faults.take(rule.orElseThrow())) {
            return pass.get();
        }
        if (fault instanceof Fault.Delay delay) {
            return vertx.timer(delay.by().toMillis(), TimeUnit.MILLISECONDS).compose(over -> pass.get());
        }
        if (fault instanceof Fault.Answer answer) {
            request.resume();
            return request.response()
                    .setStatusCode(answer.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(answer.body());
        }
        if (fault instanceof Fault.Before before) {
            return happen(before.event()).compose(over -> request.connection().close());
        }
        return fault instanceof Fault.Reset ? request.connection().close() : Future.succeededFuture();
    }

    Future<Void> happen(Runnable event) {
        return vertx.executeBlocking(() -> {
            event.run();
            return null;
        });
    }
}
