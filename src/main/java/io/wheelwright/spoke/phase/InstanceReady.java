package io.wheelwright.spoke.phase;

import io.wheelwright.fleet.Fleet;
import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** The mail that an instance is ready, as long as it is there; it names the URL that the instance has when it is sent. */
@ApplicationScoped
class InstanceReady implements Occasion {

    static final String KIND = "instance-ready";

    private final Fleet fleet;

    InstanceReady(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        return fleet.urlOfBirth(reason.anchor()).map(url -> Map.of("url", url));
    }

    /** A restore of the cluster may have lost that the instance was handed over. */
    @Override
    public boolean isAskedForAgain() {
        return true;
    }
}
