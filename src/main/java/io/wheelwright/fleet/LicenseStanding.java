package io.wheelwright.fleet;

import io.wheelwright.license.Revocations;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether a spoke may have a good license; of spokes that are known it costs nothing to ask. */
@ApplicationScoped
public class LicenseStanding {

    private final Roster roster;
    private final Revocations revocations;

    LicenseStanding(Roster roster, Revocations revocations) {
        this.roster = roster;
        this.revocations = revocations;
    }

    public boolean isRevoked(String spokeUid, String orgUid) {
        return roster.byUid(spokeUid)
                .map(KnownSpoke::revoked)
                .orElseGet(() -> revocations.of(orgUid).isPresent());
    }
}
