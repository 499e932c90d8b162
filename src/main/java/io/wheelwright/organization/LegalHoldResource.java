package io.wheelwright.organization;

import io.wheelwright.access.Role;
import io.wheelwright.deletion.Deletions;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Legal holds over REST, also on organizations that are gone while something of them is kept. */
@Path("/api/v1/organizations/{org_id}/legal-hold")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "organizations")
@RolesAllowed(Role.ADMIN)
public class LegalHoldResource {

    private final LegalHolds holds;
    private final Deletions deletions;

    LegalHoldResource(LegalHolds holds, Deletions deletions) {
        this.holds = holds;
        this.deletions = deletions;
    }

    /** Shows a hold. */
    @GET
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "getLegalHold",
            summary = "Shows the legal hold on an organization, also on one that is gone.")
    public LegalHoldView get(@PathParam("org_id") String orgId) {
        return holds.view(known(orgId));
    }

    /** Puts an organization under hold. */
    @PUT
    @Operation(
            operationId = "holdOrganization",
            summary = "Puts an organization under legal hold: nothing of it is destroyed until the hold is lifted.")
    public LegalHoldView put(@PathParam("org_id") String orgId, LegalHoldRequest wanted) {
        String reason = Check.body(wanted).checked().reason();
        return holds.put(known(orgId), reason);
    }

    /** Lifts a hold. */
    @DELETE
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "releaseOrganization",
            summary = "Lifts the legal hold on an organization; what is due is destroyed after a delay.")
    public LegalHoldView lift(@PathParam("org_id") String orgId) {
        return holds.lift(known(orgId));
    }

    /** A hold on a name that nobody has ever had would be a mistake that nobody notices. */
    private String known(String orgId) {
        if (!holds.isKnown(orgId) && !deletions.isAnyOpenOf(orgId)) {
            throw Problem.notFound("organization", orgId);
        }
        return orgId;
    }
}
