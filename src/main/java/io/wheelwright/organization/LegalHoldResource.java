package io.wheelwright.organization;

import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Legal holds over REST. */
@Path("/api/v1/organizations/{org_id}/legal-hold")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "organizations")
@RolesAllowed(Role.ADMIN)
public class LegalHoldResource {

    private final LegalHolds holds;

    LegalHoldResource(LegalHolds holds) {
        this.holds = holds;
    }

    /** Puts an organization under hold. */
    @PUT
    @Operation(
            operationId = "holdOrganization",
            summary = "Puts an organization under legal hold: nothing of it is destroyed until the hold is lifted.")
    public OrganizationView put(@PathParam("org_id") String orgId, LegalHoldRequest wanted) {
        return holds.put(orgId, Check.body(wanted).checked().reason());
    }

    /** Lifts a hold. */
    @DELETE
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "releaseOrganization",
            summary = "Lifts the legal hold on an organization; what is due is destroyed from then on.")
    public OrganizationView lift(@PathParam("org_id") String orgId) {
        return holds.lift(orgId);
    }
}
