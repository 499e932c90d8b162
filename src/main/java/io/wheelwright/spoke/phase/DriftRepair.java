package io.wheelwright.spoke.phase;

import io.quarkus.logging.Log;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseName;
import io.wheelwright.release.Releases;
import io.wheelwright.release.Repair;
import io.wheelwright.spoke.KubernetesEvents;
import io.wheelwright.spoke.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Has what drifted from a release put back, and tells of it. */
@ApplicationScoped
class DriftRepair {

    private static final String NOT_REPAIRED = "DriftNotRepaired";

    private final Releases releases;
    private final KubernetesEvents events;

    DriftRepair(Releases releases, KubernetesEvents events) {
        this.releases = releases;
        this.events = events;
    }

    /** What cannot be put back is tried again at the next look. */
    void repair(Scope scope, ReleaseName name) throws ReleaseException {
        tell(scope, releases.repair(name, false));
    }

    /** The same of a release at rest; that it cannot be compared is told too. */
    void repairAtRest(Scope scope) {
        try {
            tell(scope, releases.repair(scope.names().release(), true));
        } catch (ReleaseException failure) {
            tell(scope, NOT_REPAIRED, "Cannot be compared: ", List.of(failure.getMessage()));
        }
    }

    private void tell(Scope scope, Repair repair) {
        tell(scope, "DriftRepaired", "Put back as it was deployed: ", repair.putBack());
        tell(scope, NOT_REPAIRED, "Not as it was deployed, and refused: ", repair.refused());
    }

    private void tell(Scope scope, String reason, String what, List<String> objects) {
        if (!objects.isEmpty()) {
            String note = what + String.join(", ", objects) + ".";
            events.record(scope.spoke(), KubernetesEvents.Type.Warning, reason, "Repair", note);
            Log.infof("%s: %s", scope.spokeId(), note);
        }
    }
}
