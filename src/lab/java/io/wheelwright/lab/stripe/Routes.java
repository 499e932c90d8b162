package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which request does what. */
final class Routes {

    /** Answers a request; {@code id} is what the path has in the place of {@code {}}, or null. */
    interface Handler {
        ObjectNode handle(String id, Params params);
    }

    private record Route(String method, Pattern path, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    Routes on(String method, String path, Handler handler) {
        routes.add(new Route(method, Pattern.compile(path.replace("{}", "([^/]+)")), handler));
        return this;
    }

    ObjectNode handle(String method, String path, Params params) {
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (route.method().equals(method) && matcher.matches()) {
                return route.handler().handle(matcher.groupCount() == 0 ? null : matcher.group(1), params);
            }
        }
        throw StripeError.of(
                404, "invalid_request_error", null, null, "Unrecognized request URL (" + method + ": " + path + ").");
    }
}
