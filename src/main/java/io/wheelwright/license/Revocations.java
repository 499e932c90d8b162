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
        return row(orgUid).map(RevocationEntity::view);
    }

    /**
     * Revokes the licenses of an organization, those to come included; what is revoked stays as it is.
     *
     * @param spokeUids its spokes
     */
    @Transactional
    public void revoke(String orgUid, String orgId, Collection<String> spokeUids, String reason) {
        Turn.take(KIND, orgUid);
        if (row(orgUid).filter(row -> !row.departure).isEmpty()) {
            revoke(orgUid, orgId, spokeUids, reason, false);
        }
    }

    /**
     * The same because the customer is let go: it ends when the customer comes back. What a person has revoked stays so.
     *
     * @param spokeUids those that are let go with the organization
     * @return how many licenses were revoked by it
     */
    @Transactional
    public int depart(String orgUid, String orgId, Collection<String> spokeUids, String reason) {
        Turn.take(KIND, orgUid);
        return row(orgUid).isPresent() ? 0 : revoke(orgUid, orgId, spokeUids, reason, true);
    }

    /** Lets the organization have licenses again; one that may have them already stays as it is. */
    @Transactional
    public void reinstate(String orgUid, String orgId) {
        Turn.take(KIND, orgUid);
        row(orgUid).ifPresent(revoked -> reinstate(revoked, orgId, caller.actor()));
    }

    /** The same as the customer has come back: what a person has revoked stays so. */
    @Transactional
    public void comeBack(String orgUid, String orgId, String actor) {
        Turn.take(KIND, orgUid);
        row(orgUid).filter(row -> row.departure).ifPresent(revoked -> reinstate(revoked, orgId, actor));
    }

    private int revoke(String orgUid, String orgId, Collection<String> spokeUids, String reason, boolean departure) {
        RevocationEntity revocation = row(orgUid).orElseGet(() -> RevocationEntity.make(orgUid));
        revocation.reason = reason;
        revocation.revokedBy = caller.actor();
        revocation.revokedAt = clock.instant();
        revocation.departure = departure;
        revocation.persist();
        int revoked = (int) spokeUids.stream()
                .filter(spokeUid -> issuer.revoke(spokeUid, reason))
                .count();
        audit.record(caller.actor(), "revoke", KIND, orgId, null, Map.of("reason", reason));
        changes.fire(new RevocationChanged(orgUid));
        return revoked;
    }

    private void reinstate(RevocationEntity revoked, String orgId, String actor) {
        revoked.delete();
        audit.record(actor, "reinstate", KIND, orgId, Map.of("reason", revoked.reason), null);
        changes.fire(new RevocationChanged(revoked.orgUid));
    }

    private static Optional<RevocationEntity> row(String orgUid) {
        return RevocationEntity.findByIdOptional(orgUid);
    }
}
