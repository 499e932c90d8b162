package io.wheelwright.usage;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
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

/** Shows what was used. */
@Path("/api/v1/usage")
@Tag(name = "usage")
@RolesAllowed(Role.ADMIN)
public class UsageResource {

    private final Usage usage;
    private final Organizations organizations;

    UsageResource(Usage usage, Organizations organizations) {
        this.usage = usage;
        this.organizations = organizations;
    }

    /** Lists what every spoke has used this month. */
    @GET
    @Operation(operationId = "listUsage", summary = "Lists what every spoke has used this month.")
    public Page<SpokeUsage> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return usage.list(PageRequest.of(limit, cursor));
    }

    /** What an organization has used. */
    @GET
    @Path("/{org_id}")
    @RolesAllowed({Role.ADMIN, Role.CUSTOMER})
    @Operation(
            operationId = "getUsage",
            summary = "Shows what the spokes of an organization have used, and how far their limits are used up.")
    public OrganizationUsage get(
            @PathParam("org_id") String orgId,
            @QueryParam("days") String days,
            @QueryParam("per") String per,
            @Context UriInfo uri) {
        new Check().filled(uri, "days", "per").done();
        UsagePeriodQuery query = UsagePeriodQuery.of(days, per);
        if (!organizations.exists(orgId)) {
            throw Problem.notFound("organization", orgId);
        }
        return usage.of(orgId, organizations.uidOf(orgId), query);
    }
}
