package io.wheelwright.access;

import io.wheelwright.access.AccessTable.Identity;
import io.wheelwright.access.AccessTable.Route;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Holds the callers who belong to organizations, staff that only looks, and the biller to the access table: it finds the
 * organization that a request is about, what the caller is to it, and lets through whom the row of the route names. Resources say which kinds of callers they
 * know, and look at nothing else.
 */
@ApplicationScoped
class Gate {

    private static final String ORGANIZATION = "org_id";
    private static final String SPOKE = "spoke_id";

    private final Caller caller;
    private final Affiliations affiliations;
    private final SpokeOwners spokes;
    private final ServedRoutes routes = new ServedRoutes();

    Gate(Caller caller, Affiliations affiliations, SpokeOwners spokes) {
        this.caller = caller;
        this.affiliations = affiliations;
        this.spokes = spokes;
    }

    /** What a caller is to the organization that a route is about. */
    private record Standing(Identity identity, boolean suspended) {

        static final Standing STRANGER = new Standing(Identity.MEMBER, false);
    }

    @ServerRequestFilter
    void look(ResourceInfo matched, UriInfo uri) {
        Optional<Route> served = routes.of(matched);
        if (served.filter(Route::isPublic).isPresent()) {
            return;
        }
        if (caller.isCustomer()) {
            check(served.orElseThrow(Gate::forbidden), uri);
        } else if (caller.isViewer()) {
            hold(served, Identity.PLATFORM_VIEWER);
        } else if (caller.biller().isPresent()) {
            hold(served, Identity.BILLER);
        }
    }

    private static void hold(Optional<Route> served, Identity who) {
        if (served.filter(route -> route.allowed().contains(who)).isEmpty()) {
            throw forbidden();
        }
    }

    private void check(Route route, UriInfo uri) {
        Standing standing = standing(route, uri);
        if (!route.allowed().contains(standing.identity())) {
            throw route.hidden().contains(standing.identity()) ? missing(uri) : forbidden();
        }
        if (standing.suspended() && !route.allowed().contains(Identity.SUSPENDED_OWNER)) {
            throw suspended();
        }
    }

    private Standing standing(Route route, UriInfo uri) {
        Optional<String> about = organization(uri);
        return caller.key()
                .map(key -> standing(key, route, about))
                .or(() -> caller.user().flatMap(user -> about.flatMap(orgId -> standing(user, orgId))))
                .orElse(Standing.STRANGER);
    }

    /** A token stands for its organization also where a route is about none. */
    private static Standing standing(OrganizationKeys.Key key, Route route, Optional<String> about) {
        if (route.isAboutAnOrganization() && about.filter(key.orgId()::equals).isEmpty()) {
            return new Standing(Identity.OTHER_TOKEN, false);
        }
        return new Standing(key.manages() ? Identity.MANAGE_TOKEN : Identity.READ_TOKEN, key.suspended());
    }

    private Optional<Standing> standing(UUID user, String orgId) {
        return affiliations.of(user, orgId).map(of -> new Standing(Identity.of(of.role()), of.suspended()));
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

    private static RuntimeException forbidden() {
        return Problem.of(
                ProblemType.FORBIDDEN,
                "This is not for you: where your role in the organization is in the way, an owner can change it.");
    }

    private static RuntimeException suspended() {
        return Problem.of(
                ProblemType.ORGANIZATION_SUSPENDED,
                "The organization is suspended: you can look, pay, export your data and get in touch. A payment resumes what"
                        + " is billed, and whoever runs this hub what a person has suspended.");
    }
}
