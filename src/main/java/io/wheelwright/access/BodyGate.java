package io.wheelwright.access;

import io.wheelwright.access.AccessTable.Route;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Holds those who belong to organizations to the access table where the body of a request names the organization. */
@RequestScoped
public class BodyGate {

    private final Caller caller;
    private final Standings standings;

    /** The row of the route, for a caller whom it is to be held against; null otherwise. */
    private Route route;

    BodyGate(Caller caller, Standings standings) {
        this.caller = caller;
        this.standings = standings;
    }

    void expect(Route served) {
        route = served;
    }

    /** Ends the request unless the caller may do this to the organization that the body names. Comes before any other look. */
    public void check(String orgId) {
        if (caller.isCustomer()) {
            standings.check(
                    Optional.ofNullable(route).orElseThrow(Standings::forbidden),
                    Optional.of(orgId),
                    () -> Problem.notFound("organization", orgId));
        }
    }
}
