package io.wheelwright.access;

import io.wheelwright.access.AccessTable.Identity;
import io.wheelwright.access.AccessTable.Route;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Holds the callers who belong to organizations, staff that only looks, and the biller to the access table: it finds the
 * organization that a request is about, what the caller is to it, and lets through whom the row of the route names. Resources say which kinds of callers they
 * know, and look at nothing else; those whose routes name the organization in the body hand its name to {@link BodyGate}.
 */
@ApplicationScoped
class Gate {

    private static final String ORGANIZATION = "org_id";
    private static final String SPOKE = "spoke_id";

    private final Caller caller;
    private final Standings standings;
    private final BodyGate bodies;
    private final SpokeOwners spokes;
    private final ServedRoutes routes = new ServedRoutes();

    Gate(Caller caller, Standings standings, BodyGate bodies, SpokeOwners spokes) {
        this.caller = caller;
        this.standings = standings;
        this.bodies = bodies;
        this.spokes = spokes;
    }

    @ServerRequestFilter
    void look(ResourceInfo matched, UriInfo uri) {
        Optional<Route> served = routes.of(matched);
        if (served.filter(Route::isPublic).isPresent()) {
            return;
        }
        if (caller.isCustomer()) {
            check(served.orElseThrow(Standings::forbidden), uri);
        } else if (caller.isViewer()) {
            hold(served, Identity.PLATFORM_VIEWER);
        } else if (caller.biller().isPresent()) {
            hold(served, Identity.BILLER);
        }
    }

    private static void hold(Optional<Route> served, Identity who) {
        if (served.filter(route -> route.allowed().contains(who)).isEmpty()) {
            throw Standings.forbidden();
        }
    }

    private void check(Route route, UriInfo uri) {
        if (route.namesInBody()) {
            bodies.expect(route);
        } else {
            standings.check(route, organization(uri), () -> missing(uri));
        }
    }

    private Optional<String> organization(UriInfo uri) {
        return name(uri, ORGANIZATION).or(() -> name(uri, SPOKE).flatMap(spokes::organizationOf));
    }

    private static Optional<String> name(UriInfo uri, String parameter) {
        return Optional.ofNullable(uri.getPathParameters().getFirst(parameter));
    }

    private static RuntimeException missing(UriInfo uri) {
        return name(uri, ORGANIZATION)
                .map(orgId -> Problem.notFound("organization", orgId))
                .orElseGet(() -> Problem.notFound("spoke", name(uri, SPOKE).orElse("")));
    }
}
