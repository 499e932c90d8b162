package io.wheelwright.organization;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The organization of those who run the hub: nobody suspends or ends it by mistake, in whatever way. */
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

    /** What the organization is entitled to: from the own one nothing is taken. */
    public Entitlement sparing(String orgId, Entitlement entitlement) {
        return is(orgId) ? entitlement.spared() : entitlement;
    }

    /** Why nothing of the organization is destroyed without somebody having asked for it, for people. */
    public Optional<String> objection(String orgId) {
        return is(orgId)
                ? Optional.of(
                        "%s is the own organization of who runs the hub (wheelwright.own-organization): it is not deleted."
                                .formatted(orgId))
                : Optional.empty();
    }

    /** Whether it is the own organization. */
    public boolean is(String orgId) {
        return config.ownOrganization().filter(orgId::equals).isPresent();
    }
}
