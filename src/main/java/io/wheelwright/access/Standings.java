package io.wheelwright.access;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.AccessTable.Identity;
import io.wheelwright.access.AccessTable.Route;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What those who belong to organizations are to the one that a route is about, and whether its row lets that through. */
@ApplicationScoped
class Standings {

    private final Caller caller;
    private final Affiliations affiliations;
    private final WheelwrightConfig config;

    Standings(Caller caller, Affiliations affiliations, WheelwrightConfig config) {
        this.caller = caller;
        this.affiliations = affiliations;
        this.config = config;
    }

    private record Standing(Identity identity, boolean suspended) {

        static final Standing STRANGER = new Standing(Identity.MEMBER, false);
    }

    /**
     * Ends the request unless the row lets the caller through.
     *
     * @param about name of the organization; empty where the route is about none, or it is not known
     * @param missing what is answered to whom the object seems not to exist
     */
    void check(Route route, Optional<String> about, Supplier<RuntimeException> missing) {
        Standing standing = standing(route, about);
        if (!route.allowed().contains(standing.identity())) {
            throw route.hidden().contains(standing.identity()) ? missing.get() : forbidden();
        }
        if (standing.suspended() && !route.allowed().contains(Identity.SUSPENDED_OWNER)) {
            throw suspended();
        }
    }

    private Standing standing(Route route, Optional<String> about) {
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

    static RuntimeException forbidden() {
        return Problem.of(
                ProblemType.FORBIDDEN,
                "This is not for you: where your role in the organization is in the way, an owner can change it.");
    }

    private RuntimeException suspended() {
        String contact = config.supportEmail()
                .map(address -> " Write to " + address + ".")
                .orElse("");
        return Problem.of(
                ProblemType.ORGANIZATION_SUSPENDED,
                "The organization is suspended: you can look, pay, export your data and get in touch. A payment resumes what"
                        + " is billed, and whoever runs this hub what a person has suspended." + contact);
    }
}
