package io.wheelwright.billing.payment;

import io.wheelwright.access.BodyGate;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The customer portal over REST. */
@Path("/api/v1/billing/portal")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "billing")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class PortalResource {

    private static final int LONGEST_NAME = 63;

    private final BodyGate gate;
    private final ReturnUrls urls;
    private final Portals portals;

    PortalResource(BodyGate gate, ReturnUrls urls, Portals portals) {
        this.gate = gate;
        this.urls = urls;
        this.portals = portals;
    }

    /** Opens the portal. */
    @POST
    @Operation(
            operationId = "openPortal",
            summary =
                    "Opens the pages of Stripe on which an organization manages what it has bought, for a short while.",
            extensions = @Extension(name = "x-problems", value = "not-found conflict"))
    public PortalView open(PortalRequest body) {
        PortalRequest asked = Check.body(body);
        new Check().text("org_id", asked.orgId(), LONGEST_NAME).done();
        gate.check(asked.orgId());
        asked.check(urls);
        return portals.open(asked.orgId(), asked.returnUrl());
    }
}
