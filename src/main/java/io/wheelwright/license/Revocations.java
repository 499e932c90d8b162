package io.wheelwright.license;

import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.outbox.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Which organizations have no good license, whatever billing says, because an administrator wants it so. Their
 * instances go on; it is the software in them that finds itself without a license.
 */
@ApplicationScoped
public class Revocations {

    private static final String KIND = "License";

    private final LicenseIssuer issuer;
    private final Audit audit;
    private final Caller caller;
    private final Event<RevocationChanged> changes;
    private final Clock clock;

    Revocations(LicenseIssuer issuer, Audit audit, Caller caller, Event<RevocationChanged> changes, Clock clock) {
        this.issuer = issuer;
        this.audit = audit;
        this.caller = caller;
        this.changes = changes;
        this.clock = clock;
    }

    @Transactional
    public Optional<Revocation> of(String orgUid) {
        return RevocationEntity.<RevocationEntity>findByIdOptional(orgUid).map(RevocationEntity::view);
    }

    /**
     * Revokes the licenses of an organization, those to come included; what is revoked stays as it is.
     *
     * @param spokeUids its spokes
     */
    @Transactional
    public void revoke(String orgUid, String orgId, Collection<String> spokeUids, String reason) {
        Turn.take(KIND, orgUid);
        if (of(orgUid).isPresent()) {
            return;
        }
        RevocationEntity revocation = new RevocationEntity();
        revocation.orgUid = orgUid;
        revocation.reason = reason;
        revocation.revokedBy = caller.actor();
        revocation.revokedAt = clock.instant();
        revocation.persist();
        spokeUids.forEach(issuer::revoke);
        audit.record(caller.actor(), "revoke", KIND, orgId, null, Map.of("reason", reason));
        changes.fire(new RevocationChanged(orgUid));
    }

    /** Lets the organization have licenses again; one that may have them already stays as it is. */
    @Transactional
    public void reinstate(String orgUid, String orgId) {
        Turn.take(KIND, orgUid);
        of(orgUid).ifPresent(revoked -> {
            RevocationEntity.deleteById(orgUid);
            audit.record(caller.actor(), "reinstate", KIND, orgId, Map.of("reason", revoked.reason()), null);
            changes.fire(new RevocationChanged(orgUid));
        });
    }
}
