package io.wheelwright.billing;

import io.wheelwright.Page;
import io.wheelwright.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Subscriptions over REST. */
@Path("/api/v1/subscriptions")
@RolesAllowed(Role.ADMIN)
public class SubscriptionResource {

    private final Subscriptions subscriptions;

    SubscriptionResource(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Lists what the organization has bought. */
    @GET
    @Path("/{org_id}")
    public Page<SubscriptionView> list(@PathParam("org_id") String orgId) {
        return subscriptions.of(orgId);
    }
}
