package io.wheelwright.billing;

import io.wheelwright.Page;
import io.wheelwright.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Subscriptions over REST. */
@Path("/api/v1/subscriptions")
@Tag(name = "subscriptions")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class SubscriptionResource {

    private final Subscriptions subscriptions;

    SubscriptionResource(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Lists what the organization has bought. */
    @GET
    @Path("/{org_id}")
    @Operation(operationId = "listSubscriptions", summary = "Lists what the organization has bought.")
    public Page<SubscriptionView> list(@PathParam("org_id") String orgId) {
        return subscriptions.of(orgId);
    }
}
