package io.wheelwright.audit;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.limit.ClientPlace;
import jakarta.enterprise.context.ApplicationScoped;

/** From where the request came that makes a change. */
@ApplicationScoped
class Origin {

    private final CurrentVertxRequest requests;
    private final ClientPlace places;

    Origin(CurrentVertxRequest requests, ClientPlace places) {
        this.requests = requests;
        this.places = places;
    }

    /** Address of the client; null where it is no request that makes the change. */
    String address() {
        if (!Arc.container().requestContext().isActive()) {
            return null;
        }
        RoutingContext request = requests.getCurrent();
        return request == null || request.request().remoteAddress() == null ? null : places.address(request.request());
    }
}
