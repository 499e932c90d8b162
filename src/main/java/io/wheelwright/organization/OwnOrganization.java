package io.wheelwright.organization;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;

/** The organization of those who run the hub: nobody suspends or ends it over REST by mistake. */
@ApplicationScoped
public class OwnOrganization {

    private final WheelwrightConfig config;

    OwnOrganization(WheelwrightConfig config) {
        this.config = config;
    }

    /** Ends the request where it would suspend or end the own organization. */
    public void spare(String orgId) {
        if (is(orgId)) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "%s is the own organization of who runs the hub (wheelwright.own-organization): it is not suspended, deactivated or deleted over REST."
                            .formatted(orgId));
        }
    }

    /** Whether it is the own organization. */
    public boolean is(String orgId) {
        return config.ownOrganization().filter(orgId::equals).isPresent();
    }
}
