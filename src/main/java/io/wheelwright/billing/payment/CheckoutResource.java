package io.wheelwright.billing.payment;

import io.wheelwright.access.BodyGate;
import io.wheelwright.access.Role;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Checkouts over REST. */
@Path("/api/v1/billing/checkout")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "billing")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class CheckoutResource {

    private static final int LONGEST_NAME = 63;

    private final BodyGate gate;
    private final ReturnUrls urls;
    private final Checkouts checkouts;
    private final CallAnswers answers;

    CheckoutResource(BodyGate gate, ReturnUrls urls, Checkouts checkouts, CallAnswers answers) {
        this.gate = gate;
        this.urls = urls;
        this.checkouts = checkouts;
        this.answers = answers;
    }

    /** Opens a checkout. */
    @POST
    @Operation(
            operationId = "openCheckout",
            summary = "Opens a page of Stripe on which an organization buys a plan, or finds the one that is open.",
            extensions = @Extension(name = "x-problems", value = "payment-refused not-found conflict"))
    @APIResponse(
            responseCode = "200",
            description = "Where the customer pays.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CheckoutView.class)))
    @APIResponse(
            responseCode = "202",
            description = "Stripe does not answer: the call is made later. Ask again with the same Idempotency-Key.",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CallView.class)))
    public Response open(@HeaderParam("Idempotency-Key") String key, CheckoutRequest body) {
        CheckoutRequest asked = Check.body(body);
        new Check().text("org_id", asked.orgId(), LONGEST_NAME).done();
        gate.check(asked.orgId());
        asked.check(urls);
        return answers.answer(key, "POST billing/checkout", asked, () -> checkouts.prepare(asked), call -> Response.ok(
                        checkouts.view(call))
                .build());
    }
}
