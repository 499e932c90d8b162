package io.wheelwright.operation;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.operation.OperationHistory.Filter;
import io.wheelwright.organization.Organizations;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The operations on an organization's spokes over REST. */
@Path("/api/v1/organizations/{org_id}/operations")
@Tag(name = "operations")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class OrganizationOperationsResource {

    private final OperationHistory history;
    private final Organizations organizations;

    OrganizationOperationsResource(OperationHistory history, Organizations organizations) {
        this.history = history;
        this.organizations = organizations;
    }

    /** Lists the operations on an organization's spokes. */
    @GET
    @Operation(
            operationId = "listOperationsOfOrganization",
            summary = "Lists the operations on an organization's spokes: open ones and the last of the others.")
    public Page<OperationView> list(
            @PathParam("org_id") String orgId,
            @QueryParam("state") String state,
            @Context UriInfo uri,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        new Check().filled(uri, "state").done();
        if (!organizations.exists(orgId)) {
            throw Problem.notFound("organization", orgId);
        }
        return history.list(Filter.of(orgId, state), PageRequest.of(limit, cursor));
    }
}
