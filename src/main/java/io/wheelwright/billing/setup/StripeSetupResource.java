package io.wheelwright.billing.setup;

import io.wheelwright.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sets an account at Stripe up, over REST. */
@Path("/api/v1/billing/setup")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "billing")
@RolesAllowed(Role.ADMIN)
public class StripeSetupResource {

    private final StripeSetup setup;

    StripeSetupResource(StripeSetup setup) {
        this.setup = setup;
    }

    /** Tells what the products need at Stripe, and makes what is missing if that is asked for. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setUpStripe",
            summary = "Tells which products, prices, meters and webhook endpoint are there at Stripe and which are"
                    + " missing, and with apply makes those.",
            extensions = @Extension(name = "x-problems", value = "conflict unavailable"))
    public StripeSetupView run(StripeSetupRequest body) {
        return setup.run(StripeSetupRequest.checked(body));
    }
}
