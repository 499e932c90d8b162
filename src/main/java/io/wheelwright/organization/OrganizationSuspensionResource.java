package io.wheelwright.organization;

import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The suspension of an organization over REST. */
@Path("/api/v1/organizations/{org_id}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "organizations")
@RolesAllowed(Role.ADMIN)
public class OrganizationSuspensionResource {

    private final OrganizationSuspension suspension;

    OrganizationSuspensionResource(OrganizationSuspension suspension) {
        this.suspension = suspension;
    }

    /** Suspends an organization. */
    @POST
    @Path("/suspend")
    @Operation(
            operationId = "suspendOrganization",
            summary = "Suspends an organization: its spokes stop, their data is kept and can be exported.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    public OrganizationView suspend(@PathParam("org_id") String orgId, SuspensionRequest wanted) {
        Check.body(wanted).check();
        return suspension.begin(orgId, wanted);
    }

    /** Ends the suspension of an organization. */
    @POST
    @Path("/unsuspend")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "unsuspendOrganization",
            summary = "Ends the suspension of an organization: its spokes run again as they were.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    public OrganizationView unsuspend(@PathParam("org_id") String orgId) {
        return suspension.end(orgId);
    }
}
