package io.wheelwright.license;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.organization.Organizations;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which licenses were issued, and why. */
@Path("/api/v1/licenses")
@Tag(name = "licenses")
@RolesAllowed(Role.ADMIN)
public class LicenseHistoryResource {

    private final LicenseHistory history;
    private final Organizations organizations;

    LicenseHistoryResource(LicenseHistory history, Organizations organizations) {
        this.history = history;
        this.organizations = organizations;
    }

    /** Lists the licenses of an organization's spokes. */
    @GET
    @Path("/{org_id}/history")
    @RolesAllowed({Role.ADMIN, Role.CUSTOMER})
    @Operation(
            operationId = "listLicenseHistory",
            summary = "Lists the licenses that were issued to an organization's spokes, oldest first.")
    public Page<LicenseRecord> history(
            @PathParam("org_id") String orgId, @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        if (!organizations.exists(orgId)) {
            throw Problem.notFound("organization", orgId);
        }
        Optional<String> uid = organizations.uidOf(orgId);
        return uid.map(known -> history.of(known, page)).orElseGet(() -> new Page<>(List.of(), 0, null));
    }

    /** Counts the licenses. */
    @GET
    @Path("/statistics")
    @Operation(
            operationId = "getLicenseStatistics",
            summary = "Counts the licenses that were issued, by action and plan.")
    public LicenseStatistics statistics() {
        return history.statistics();
    }
}
