package io.wheelwright.billing.stripe;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Disputes over REST. */
@Path("/api/v1/subscriptions/{org_id}/disputes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "subscriptions")
@RolesAllowed(Role.ADMIN)
public class DisputeResource {

    private final Disputes disputes;

    DisputeResource(Disputes disputes) {
        this.disputes = disputes;
    }

    /** Lists the disputes. */
    @GET
    @Operation(
            operationId = "listDisputes",
            summary =
                    "Lists the payments of the organization that its bank has claimed back, or asked about, oldest first.")
    public Page<DisputeView> list(
            @PathParam("org_id") String orgId, @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return disputes.list(orgId, PageRequest.of(limit, cursor));
    }
}
