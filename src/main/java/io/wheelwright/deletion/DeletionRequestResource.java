package io.wheelwright.deletion;

import io.wheelwright.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Requests for deletions over REST. */
@Path("/api/v1")
@Tag(name = "deletions")
@RolesAllowed(Role.ADMIN)
public class DeletionRequestResource {

    private final DeletionRequests requests;

    DeletionRequestResource(DeletionRequests requests) {
        this.requests = requests;
    }

    /** Deletes a spoke. */
    @DELETE
    @Path("/spokes/{spoke_id}")
    @Operation(
            operationId = "deleteSpoke",
            summary = "Deletes a spoke; what becomes of its data is the Spoke's spec.deletion to say.",
            extensions = @Extension(name = "x-problems", value = "conflict unavailable"))
    @APIResponse(responseCode = "202", description = "The deletion follows.")
    public Response deleteSpoke(@PathParam("spoke_id") String spokeId) {
        requests.check("Spoke", spokeId);
        requests.spoke(spokeId);
        return Response.accepted().build();
    }

    /** Deletes an organization. */
    @DELETE
    @Path("/organizations/{org_id}")
    @Operation(
            operationId = "deleteOrganization",
            summary = "Deletes an organization, once it has no spokes any more.",
            extensions = @Extension(name = "x-problems", value = "conflict unavailable"))
    @APIResponse(responseCode = "202", description = "The deletion follows.")
    public Response deleteOrganization(@PathParam("org_id") String orgId) {
        requests.check("Organization", orgId);
        requests.organization(orgId);
        return Response.accepted().build();
    }
}
