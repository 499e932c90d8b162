package io.wheelwright.billing.payment;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Role;
import io.wheelwright.problem.PathId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was asked of Stripe for an organization, over REST. */
@Path("/api/v1/subscriptions/{org_id}/calls")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "subscriptions")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class CallResource {

    private final StripeCalls calls;

    CallResource(StripeCalls calls) {
        this.calls = calls;
    }

    /** Lists the calls. */
    @GET
    @Operation(
            operationId = "listStripeCalls",
            summary = "Lists what was asked of Stripe for an organization, and what came of it, oldest first.")
    public Page<CallView> list(
            @PathParam("org_id") String orgId, @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return calls.list(orgId, PageRequest.of(limit, cursor));
    }

    /** Shows a call. */
    @GET
    @Path("/{call_id}")
    @Operation(operationId = "getStripeCall", summary = "Shows what came of something that was asked of Stripe.")
    public CallView get(@PathParam("org_id") String orgId, @PathParam("call_id") String id) {
        return calls.known(orgId, PathId.of("call", id));
    }
}
